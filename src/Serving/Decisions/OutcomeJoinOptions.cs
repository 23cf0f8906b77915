using Bellwether.Numerics;

namespace Bellwether.Serving.Decisions;

/// <summary>How long decisions are kept at hand for their outcomes.</summary>
public sealed record OutcomeJoinOptions
{
    /// <summary>How long after a decision an outcome still counts. Later ones are looked up in the store and reported all the same.</summary>
    public TimeSpan Window { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(30);

    /// <summary>How many decisions are kept at most; the oldest go first, and are counted.</summary>
    public int Capacity { get; init => field = Require.Positive(value); } = 1_000_000;

    /// <summary>The label of a decision for which no outcome came within the window (no chargeback: 0); null when silence says nothing.</summary>
    public double? LabelWhenNone { get; init; }

    /// <summary>Whether outcomes are reported with the decision's vector: 8 bytes per feature and decision kept.</summary>
    public bool KeepVectors { get; init; }
}
