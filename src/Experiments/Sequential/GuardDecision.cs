namespace Bellwether.Experiments.Sequential;

/// <summary>What a guardrail says at a look.</summary>
public enum GuardDecision
{
    /// <summary>The evidence decides nothing yet.</summary>
    Continue,

    /// <summary>The candidate is worse than the control by more than the margin.</summary>
    Harm,

    /// <summary>The candidate is not worse than the control by more than the margin.</summary>
    Safe,
}
