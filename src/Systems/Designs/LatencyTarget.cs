namespace Bellwether.Systems.Designs;

/// <summary>How fast a decision must be.</summary>
/// <param name="P99">The time that 99 of 100 decisions must keep.</param>
/// <param name="Deadline">The time after which the caller gets a fallback; twice the 99th percentile when not given.</param>
public sealed record LatencyTarget(TimeSpan P99, TimeSpan? Deadline = null)
{
    /// <summary>The deadline in force.</summary>
    public TimeSpan EffectiveDeadline => Deadline ?? (P99 * 2);
}
