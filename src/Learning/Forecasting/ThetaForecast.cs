using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>A Theta model at the end of its series. Immutable, safe to share between threads.</summary>
public sealed class ThetaForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "theta/1";

    private readonly ThetaState _state;
    private readonly double _scale;

    internal ThetaForecast(ThetaState state, double scale) => (_state, _scale) = (state, scale);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How fast the level learns.</summary>
    public double Alpha => _state.Alpha;

    /// <summary>The theta of the line beside the trend.</summary>
    public double Line => _state.Line;

    /// <inheritdoc/>
    public void Forecast(Span<double> values)
    {
        Centre(values);
        ForecastOutput.Finish(values, _scale);
    }

    /// <inheritdoc/>
    /// <remarks>Normal, with variance σ²(1 + (h - 1)α²) (Hyndman and Billah, "Unmasking the Theta method", 2003).</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        ForecastOutput.Check(level, low, high);
        Centre(low);
        var variance = _state.Squares / Math.Max(1, _state.Steps - 2);
        for (var h = 0; h < high.Length; h++)
            high[h] = Math.Sqrt(variance * (1 + (h * _state.Alpha * _state.Alpha)));
        ForecastOutput.Normal(level, low, high, _scale);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Array<double>([_state.Alpha, _state.Line, _state.Level, _state.Mean, _state.Intercept, _state.Slope, _state.Squares, _scale]);
        writer.Int32(_state.Steps);
        writer.Bool(_state.Dynamic);
    }

    internal static ThetaForecast Read(ModelReader reader)
    {
        var (n, steps, dynamic) = (reader.Array<double>(), reader.Int32(), reader.Bool());
        ForecastOutput.Sound(n.Length == 8 && ForecastOutput.Finite(n) && n[0] > 0 && n[0] <= 1 && n[1] >= 1 && n[6] >= 0 && n[7] > 0 && steps is > 0 and < int.MaxValue,
            "smoothing must lie in (0, 1], its theta be 1 or more, its numbers finite");
        return new ThetaForecast(new ThetaState(n[0], n[1], n[2], n[3], n[4], n[5], steps, dynamic, n[6]), n[7]);
    }

    private void Centre(Span<double> values)
    {
        var state = _state;
        for (var h = 0; h < values.Length; h++)
        {
            values[h] = state.Next;
            state = state.After(values[h]);
        }
    }
}
