using Bellwether.Numerics;

namespace Bellwether.Systems.Building;

/// <summary>How a new model version goes into production.</summary>
public sealed record RolloutSettings
{
    /// <summary>How long it scores in the shadow before it decides anything.</summary>
    public TimeSpan Shadow { get; init => field = Require.Positive(value); } = TimeSpan.FromHours(12);

    /// <summary>The shares of requests of the canary steps, ascending, in (0, 1).</summary>
    public IReadOnlyList<double> Canary { get; init; } = [0.1, 0.5];

    /// <summary>The least time of a canary step.</summary>
    public TimeSpan StepDuration { get; init => field = Require.Positive(value); } = TimeSpan.FromDays(1);

    /// <summary>The least number of the candidate's decisions in a step.</summary>
    public int StepDecisions { get; init => field = Require.NotNegative(value); } = 100;

    /// <summary>How much less than the production version's worth a decision of the candidate may be on average, in the business's unit,
    /// before it is harm.</summary>
    public double WorthMargin { get; init => field = Require.NotNegative(value); }

    /// <summary>How much larger than production's the candidate's share of refusals may be before it is harm.</summary>
    public double RefusalMargin { get; init => field = Require.InRange(value, 0.0, 1.0); } = 0.02;

    /// <summary>In words, for the document.</summary>
    public string InWords => FormattableString.Invariant(
        $"shadow for {Shadow.TotalDays:0.##} d, canary at {string.Join(", ", Canary.Select(c => FormattableString.Invariant($"{c * 100:0.#} %")))} of at least {StepDuration.TotalDays:0.##} d and {StepDecisions} decisions each, then full; every step guarded by sequential tests on the worth of labelled decisions, refusals, fallbacks and score time, promotion and rollback automatic.");
}
