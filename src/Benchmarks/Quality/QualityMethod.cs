using Bellwether.Data.Models;

namespace Bellwether.Benchmarks.Quality;

/// <summary>A learner that a <see cref="TabularCase"/> fits.</summary>
/// <param name="Label">Its name in the table, with the options that differ from their defaults.</param>
/// <param name="Learner">The learner.</param>
public sealed record QualityMethod(string Label, ILearner Learner)
{
    /// <summary>The metric of the published figure, e.g. <c>rmse</c>; null when there is none.</summary>
    public string? PublishedMetric { get; init; }

    /// <summary>The published figure.</summary>
    public double? Published { get; init; }

    /// <summary>Who published it, for which method, and whether it is comparable.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>What a reader must know.</summary>
    public string? Note { get; init; }
}
