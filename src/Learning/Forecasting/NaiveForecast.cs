using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>The last season's values, repeated, on a line. Immutable, safe to share between threads.</summary>
public sealed class NaiveForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "naive-forecast/1";

    private readonly double[] _last;
    private readonly double _slope, _deviation, _scale;
    private readonly int _steps;

    internal NaiveForecast(double[] last, double slope, double deviation, int steps, double scale) =>
        (_last, _slope, _deviation, _steps, _scale) = (last, slope, deviation, steps, scale);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public void Forecast(Span<double> values)
    {
        Centre(values);
        ForecastOutput.Finish(values, _scale);
    }

    /// <inheritdoc/>
    /// <remarks>Normal, with the variance of a (seasonal) random walk; with drift also that of the slope.</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        ForecastOutput.Check(level, low, high);
        Centre(low);
        for (var h = 0; h < high.Length; h++)
            high[h] = _deviation * Math.Sqrt(_steps > 0 ? (h + 1) * (1 + ((h + 1.0) / _steps)) : (h / _last.Length) + 1);
        ForecastOutput.Normal(level, low, high, _scale);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Array<double>(_last);
        writer.Array<double>([_slope, _deviation, _scale]);
        writer.Int32(_steps);
    }

    internal static NaiveForecast Read(ModelReader reader)
    {
        var (last, numbers, steps) = (reader.Array<double>(), reader.Array<double>(), reader.Int32());
        ForecastOutput.Sound(last.Length > 0 && numbers.Length == 3 && ForecastOutput.Finite(last) && ForecastOutput.Finite(numbers) && numbers[1] >= 0 && numbers[2] > 0 && steps >= 0,
            "last values, slope, deviation and scale must be finite");
        return new NaiveForecast(last, numbers[0], numbers[1], steps, numbers[2]);
    }

    private void Centre(Span<double> values)
    {
        for (var h = 0; h < values.Length; h++)
            values[h] = _last[h % _last.Length] + (_slope * (h + 1));
    }
}
