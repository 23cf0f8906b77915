using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>A forecast with intervals from past errors. Immutable, safe to share between threads.</summary>
public sealed class ConformalForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "conformal-forecast/1";

    private readonly double[][] _errors;

    internal ConformalForecast(IForecast inner, double[][] errors) => (Inner, _errors) = (inner, errors);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>Whose expected values these are.</summary>
    public IForecast Inner { get; }

    /// <summary>How many steps have errors of their own.</summary>
    public int Horizon => _errors.Length;

    /// <inheritdoc/>
    public void Forecast(Span<double> values) => Inner.Forecast(values);

    /// <inheritdoc/>
    /// <remarks>Without any past error, of a series of one value, the inner bounds.</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        ForecastOutput.Check(level, low, high);
        if (_errors[0].Length == 0)
        {
            Inner.Interval(level, low, high);
            return;
        }

        Inner.Forecast(low);
        for (var h = 0; h < low.Length; h++)
        {
            var errors = _errors[Math.Min(h, _errors.Length - 1)];
            var rank = (int)Math.Min(Math.Ceiling((errors.Length + 1) * level), errors.Length);
            var width = errors[Math.Max(0, rank - 1)] * (h < _errors.Length ? 1 : Math.Sqrt((h + 1.0) / _errors.Length));
            (low[h], high[h]) = (ForecastOutput.Held(low[h] - width), ForecastOutput.Held(low[h] + width));
        }
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Artifact(Inner);
        writer.Int32(_errors.Length);
        foreach (var errors in _errors)
            writer.Array<double>(errors);
    }

    internal static ConformalForecast Read(ModelReader reader)
    {
        var (inner, count) = (reader.Artifact<IForecast>(), reader.Int32());
        ForecastOutput.Sound(count > 0, "conformal steps must be 1 or more");
        var errors = new List<double[]>();
        for (var h = 0; h < count; h++)
        {
            errors.Add(reader.Array<double>());
            ForecastOutput.Sound((errors[h].Length > 0 || errors[0].Length == 0) && ForecastOutput.Finite(errors[h]) && errors[h].All(e => e >= 0)
                && errors[h].AsSpan().SequenceEqual(errors[h].Order().ToArray()), "errors must be finite, 0 or more, and in order");
        }

        return new ConformalForecast(inner, [.. errors]);
    }
}
