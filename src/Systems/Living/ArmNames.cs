namespace Bellwether.Systems.Living;

/// <summary>The arms of every rollout: a unit keeps its arm from one rollout to the next.</summary>
internal static class ArmNames
{
    public const string Control = "control", Candidate = "candidate";
}
