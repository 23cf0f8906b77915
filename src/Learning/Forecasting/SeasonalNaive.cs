using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>The value of the same phase one season before.</summary>
/// <remarks>Hyndman and Athanasopoulos, "Forecasting: principles and practice", 3rd edition, sections 5.2 and 5.5. A missing value takes the phase's value of
/// an earlier season; a series shorter than a season falls back on its last value. O(n).</remarks>
public sealed record SeasonalNaive : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "seasonal naive";

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context) => NaiveFit.Of(history, context, Name, history.Season, drift: false);
}
