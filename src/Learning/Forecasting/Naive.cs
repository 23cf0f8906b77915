using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>The last known value, for ever: the best forecast of a random walk, and the one to beat.</summary>
/// <remarks>Hyndman and Athanasopoulos, "Forecasting: principles and practice", 3rd edition, sections 5.2 and 5.5. Missing values are skipped. O(n).</remarks>
public sealed record Naive : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "naive";

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context) => NaiveFit.Of(history, context, Name, 1, drift: false);
}
