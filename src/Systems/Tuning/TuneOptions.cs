using Bellwether.Learning.Tuning;
using Bellwether.Numerics;

namespace Bellwether.Systems.Tuning;

/// <summary>What a person may choose about tuning.</summary>
public sealed record TuneOptions
{
    /// <summary>How to look for good points, in each space that is tuned.</summary>
    public ISearch Search { get; init; } = new TpeSearch(40);

    /// <summary>Whether to tune every learner and choose the simplest that keeps the limits and is not significantly worse than the best;
    /// else only <see cref="Space"/> is tuned.</summary>
    public bool IsAuto { get; init; }

    /// <summary>The name of the space to tune; null for the last one, that of the strongest learner.</summary>
    public string? Space { get; init; }

    /// <summary>The time that 99 of 100 scores of a model must keep; null for a fifth of the design's latency, as for the ladder.</summary>
    public TimeSpan? ScoreP99 { get; init => field = value is { } time ? Require.Positive(time) : null; }

    /// <summary>The most bytes that a saved model may have; null for no limit.</summary>
    public long? ModelBytes { get; init => field = value is { } bytes ? Require.InRange(bytes, 1, long.MaxValue) : null; }

    /// <summary>When to stop looking; shared evenly between the spaces. Null for no limit.</summary>
    public TimeSpan? TimeBudget { get; init => field = value is { } time ? Require.Positive(time) : null; }

    /// <summary>The bytes that trials side by side may take together.</summary>
    public long MemoryBudget { get; init => field = Require.InRange(value, 1, long.MaxValue); } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>The folds of cross-validation, at least 2.</summary>
    public int Folds { get; init => field = Require.InRange(value, 2, 100); } = 4;
}
