using Bellwether.Experiments.Sequential;

namespace Bellwether.Serving.Rollout;

/// <summary>What is known about one arm since the present stage began.</summary>
/// <param name="Decisions">How many decisions it made, or scores it gave in the shadow.</param>
/// <param name="Outcomes">How many outcomes came for them.</param>
/// <param name="Metrics">Values of the metrics, by name.</param>
public sealed record ArmEvidence(long Decisions, long Outcomes, IReadOnlyDictionary<string, ArmStatistics> Metrics)
{
    /// <summary>Nothing is known.</summary>
    public static ArmEvidence None { get; } = new(0, 0, new Dictionary<string, ArmStatistics>());

    /// <summary>The values of a metric; none when it was never seen.</summary>
    public ArmStatistics this[string metric] => Metrics.TryGetValue(metric, out var moments) ? moments : default;
}
