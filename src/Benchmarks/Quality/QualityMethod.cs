using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Benchmarks.Quality;

/// <summary>A learner that a <see cref="TabularCase"/> fits.</summary>
/// <param name="Label">Its name in the table, with the options that differ from their defaults.</param>
/// <param name="Learner">The learner.</param>
public sealed record QualityMethod(string Label, ILearner Learner)
{
    /// <summary>What this method makes of the rows before it sees them, from each row alone, e.g. an hour read as a category; null for the rows as they are.</summary>
    public Func<Dataset, Dataset>? Rows { get; init; }

    /// <summary>Whether the figures on training rows are given too, for a published figure that is one.</summary>
    public bool JudgeTrain { get; init; }

    /// <summary>The metric of the published figure, e.g. <c>rmse</c>; null when there is none.</summary>
    public string? PublishedMetric { get; init; }

    /// <summary>The published figure.</summary>
    public double? Published { get; init; }

    /// <summary>Who published it, for which method, and whether it is comparable.</summary>
    public string? PublishedBy { get; init; }

    /// <summary>What a reader must know.</summary>
    public string? Note { get; init; }
}
