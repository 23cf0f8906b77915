namespace Bellwether.Serving.Rollout;

/// <summary>Where a rollout stands.</summary>
public enum RolloutState
{
    /// <summary>In one of its stages.</summary>
    Running,

    /// <summary>The candidate has all units.</summary>
    Completed,

    /// <summary>The control has all units again.</summary>
    RolledBack,
}
