using Bellwether.Numerics;

namespace Bellwether.Systems.Building;

/// <summary>When a label is known.</summary>
/// <param name="Within">After this long nothing more is expected.</param>
/// <param name="MatureAfter">Rows younger than this are not judged on: too many of their labels are still on the way.</param>
public sealed record LabelTiming(TimeSpan Within, TimeSpan MatureAfter)
{
    /// <summary>The value that no label means once a row is mature; null when rows without a label say nothing.</summary>
    public double? AbsentMeans { get; init; }

    /// <summary>Rows younger than this are not learned from either.</summary>
    public TimeSpan LearnAfter { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(1);
}
