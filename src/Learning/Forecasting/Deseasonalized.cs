using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>Takes a season out where there is one, forecasts the rest, and puts the season back: around <see cref="Naive"/> the "Naive2" and around
/// <see cref="Theta"/> the "Theta" benchmark of the M4 competition.</summary>
/// <param name="Inner">Forecasts the adjusted series, which has season 1.</param>
/// <remarks>A season is there where the autocorrelation at its lag is significant at 90 %; indices are ratios to a centred moving average, differences where
/// the series is not positive (Makridakis, Spiliotis and Assimakopoulos, "The M4 competition", 2020, and its published code). O(n m).</remarks>
public sealed record Deseasonalized(IForecaster Inner) : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = $"deseasonalized {Inner.Name}";

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        var scale = SeriesReading.Scale(history.Values);
        var filled = SeriesReading.Scaled(history.Values, scale);
        SeriesReading.Fill(filled, history.Season);
        var (m, multiplicative) = (history.Season, filled.All(v => v > 0));
        if (!ClassicalDecomposition.IsSeasonal(filled, m))
            return new SeasonalForecast(Inner.Fit(new TimeSeries(history.Values.ToArray()), context), [0], false);
        var indices = ClassicalDecomposition.Indices(filled, m, multiplicative);
        if (multiplicative && indices.Any(i => i < 1e-3))
            (multiplicative, indices) = (false, ClassicalDecomposition.Indices(filled, m, false));
        var adjusted = new double[filled.Length];
        for (var t = 0; t < adjusted.Length; t++)
            adjusted[t] = ForecastOutput.Held((multiplicative ? filled[t] / indices[t % m] : filled[t] - indices[t % m]) * scale);
        var next = new double[m];
        for (var h = 0; h < m; h++)
            next[h] = indices[(filled.Length + h) % m] * (multiplicative ? 1 : scale);
        return new SeasonalForecast(Inner.Fit(new TimeSeries(adjusted), context), next, multiplicative);
    }
}
