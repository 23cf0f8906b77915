using Bellwether.Data.Formats;

namespace Bellwether.Data.Models;

/// <summary>What was learned from a series: immutable, safe to share between threads.</summary>
public interface IForecast : IArtifact
{
    /// <summary>Writes the expected values of the next steps, as many as the span holds: always finite.</summary>
    void Forecast(Span<double> values);

    /// <summary>Writes, for the same steps, bounds between which the value lies with probability <paramref name="level"/>, e.g. 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    void Interval(double level, Span<double> low, Span<double> high);
}
