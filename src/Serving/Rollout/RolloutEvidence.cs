namespace Bellwether.Serving.Rollout;

/// <summary>What a rollout is decided on.</summary>
/// <param name="Control">The control since the stage began.</param>
/// <param name="Candidate">The candidate since the stage began.</param>
public sealed record RolloutEvidence(ArmEvidence Control, ArmEvidence Candidate)
{
    /// <summary>What speaks against the candidate whatever the numbers say: an open breaker, an alert. Any one rolls back.</summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];
}
