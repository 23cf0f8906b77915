namespace Bellwether.Serving.Rollout;

/// <summary>What a transition of a rollout was, in the words that the store keeps.</summary>
public static class RolloutOutcome
{
    /// <summary>The rollout began with its first stage.</summary>
    public const string Started = "started";

    /// <summary>A stage was passed: the next one began.</summary>
    public const string Promoted = "promoted";

    /// <summary>A stage's time is over, but what it must have seen is not there yet: it goes on. Recorded once per stage.</summary>
    public const string Held = "held";

    /// <summary>The candidate is out; the control has all units again.</summary>
    public const string RolledBack = "rolled back";

    /// <summary>The candidate passed all stages and has all units.</summary>
    public const string Completed = "completed";
}
