using Bellwether.Evaluation.Intervals;

namespace Bellwether.Benchmarks.Quality;

/// <summary>One measured figure of one method on one set of real data.</summary>
/// <param name="Method">What was fitted, with the options that differ from their defaults, e.g. <c>boosted trees, 300 trees</c>.</param>
/// <param name="Metric">The metric with its cut, e.g. <c>nDCG@10</c>.</param>
/// <param name="Value">The figure with its 95 % interval.</param>
/// <param name="HigherIsBetter">Which way is up.</param>
/// <param name="Seconds">How long fitting took.</param>
public sealed record QualityRow(string Method, string Metric, Estimate Value, bool HigherIsBetter, double Seconds)
{
    /// <summary>What others published for the same data and split, or null.</summary>
    public double? Published { get; init; }

    /// <summary>Who published it, for which method, and where it was read; whether it is comparable.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>What a reader must know, e.g. why a figure is below the published one.</summary>
    public string? Note { get; init; }
}
