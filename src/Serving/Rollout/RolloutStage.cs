using Bellwether.Numerics;

namespace Bellwether.Serving.Rollout;

/// <summary>One stage of a rollout: how much the candidate gets, and what must be seen before the next.</summary>
/// <param name="Name">Its name in records; unique in its plan.</param>
/// <param name="Share">The candidate's share of units; 0 makes it a shadow.</param>
public sealed record RolloutStage(string Name, double Share)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = Require.NotBlank(value); } = Name;

    /// <summary>The candidate's share of units; 0 makes it a shadow.</summary>
    public double Share { get; init => field = Require.InRange(value, 0.0, 1.0); } = Share;

    /// <summary>How long it lasts at least.</summary>
    public TimeSpan MinDuration { get; init => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.MaxValue); } = TimeSpan.Zero;

    /// <summary>How many decisions (shadow scores) of the candidate there must be at least.</summary>
    public int MinDecisions { get; init => field = Require.NotNegative(value); }

    /// <summary>How many outcomes of the candidate's decisions there must be at least.</summary>
    public int MinOutcomes { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether the candidate only scores in the shadow of the control.</summary>
    public bool IsShadow => Share == 0;
}
