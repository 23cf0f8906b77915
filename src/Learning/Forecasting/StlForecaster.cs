using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>Forecasts a series without its STL season, and adds the last season again.</summary>
/// <param name="Inner">Forecasts the adjusted series, which has season 1.</param>
/// <remarks>Hyndman and Athanasopoulos, "Forecasting: principles and practice", 3rd edition, section 5.7. With less than two seasons it is the inner forecast alone.</remarks>
public sealed record StlForecaster(IForecaster Inner) : IForecaster
{
    /// <summary>Around exponential smoothing.</summary>
    public StlForecaster()
        : this(new Ets())
    {
    }

    /// <inheritdoc/>
    public string Name { get; init; } = $"STL + {Inner.Name}";

    /// <summary>How the season is found.</summary>
    public Stl Decomposition { get; init; } = new();

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        var m = history.Season;
        if (m < 2 || history.Count < 2 * m)
            return new SeasonalForecast(Inner.Fit(new TimeSeries(history.Values.ToArray()), context), [0], false);
        var parts = Decomposition.Decompose(history);
        var (adjusted, next) = (new double[history.Count], new double[m]);
        for (var t = 0; t < adjusted.Length; t++)
            adjusted[t] = double.IsNaN(history.Values[t]) ? double.NaN : ForecastOutput.Held(history.Values[t] - parts.Seasonal[t]);
        for (var h = 0; h < m; h++)
            next[h] = ForecastOutput.Held(parts.Seasonal[history.Count - m + h]);
        return new SeasonalForecast(Inner.Fit(new TimeSeries(adjusted), context), next, false);
    }
}
