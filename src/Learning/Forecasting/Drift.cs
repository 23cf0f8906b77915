using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>The line through the first and the last value: a random walk with its mean step.</summary>
/// <remarks>Hyndman and Athanasopoulos, "Forecasting: principles and practice", 3rd edition, sections 5.2 and 5.5. Missing values are skipped. O(n).</remarks>
public sealed record Drift : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "drift";

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context) => NaiveFit.Of(history, context, Name, 1, drift: true);
}
