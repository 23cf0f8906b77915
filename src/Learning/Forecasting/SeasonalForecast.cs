using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Forecasting;

/// <summary>The forecast of an adjusted series with its season put back. Immutable, safe to share between threads.</summary>
public sealed class SeasonalForecast : IForecast
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "seasonal-forecast/1";

    private readonly double[] _season;
    private readonly bool _multiplicative;

    internal SeasonalForecast(IForecast inner, double[] season, bool multiplicative) => (Inner, _season, _multiplicative) = (inner, season, multiplicative);

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The forecast of the adjusted series.</summary>
    public IForecast Inner { get; }

    /// <summary>What is added to, or multiplied with, the next m steps.</summary>
    public ReadOnlySpan<double> Season => _season;

    /// <inheritdoc/>
    public void Forecast(Span<double> values)
    {
        Inner.Forecast(values);
        Join(values);
    }

    /// <inheritdoc/>
    /// <remarks>The inner bounds with the season put back: the season itself counts as known.</remarks>
    public void Interval(double level, Span<double> low, Span<double> high)
    {
        Inner.Interval(level, low, high);
        Join(low);
        Join(high);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Artifact(Inner);
        writer.Array<double>(_season);
        writer.Bool(_multiplicative);
    }

    internal static SeasonalForecast Read(ModelReader reader)
    {
        var (inner, season, multiplicative) = (reader.Artifact<IForecast>(), reader.Array<double>(), reader.Bool());
        ForecastOutput.Sound(season.Length > 0 && ForecastOutput.Finite(season) && (!multiplicative || season.All(s => s > 0)), "season must be finite, and positive where it multiplies");
        return new SeasonalForecast(inner, season, multiplicative);
    }

    private void Join(Span<double> values)
    {
        for (var h = 0; h < values.Length; h++)
            values[h] = ForecastOutput.Held(_multiplicative ? values[h] * _season[h % _season.Length] : values[h] + _season[h % _season.Length]);
    }
}
