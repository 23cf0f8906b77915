using Bellwether.Numerics;

namespace Bellwether.Experiments.Sequential;

/// <summary>A guardrail that may be looked at after every outcome: is the candidate's mean worse than the control's by more than a margin?</summary>
/// <remarks>Two one-sided tests on one asymptotic confidence sequence (<see cref="ConfidenceSequence"/>): harm when the whole interval of
/// the harm lies above the margin, safe when it lies below. Each is wrong with probability at most <see cref="Alpha"/> over all looks
/// together. With a margin of 0 "safe" means better.</remarks>
/// <param name="Margin">The harm that is tolerated, 0 or more, in units of the outcome.</param>
public sealed record SequentialTest(double Margin)
{
    /// <summary>The harm that is tolerated, 0 or more, in units of the outcome.</summary>
    public double Margin { get; init => field = Require.NotNegative(value); } = Require.NotNegative(Margin);

    /// <summary>True where a higher outcome is the better one; true by default.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>The chance of a wrong verdict, per direction, over all looks; 0.05 by default.</summary>
    public double Alpha { get; init => field = Require.InRange(value, 1e-10, 0.25); } = 0.05;

    /// <summary>The number of outcomes in both arms at which the test is sharpest; 5000 by default.</summary>
    public double TunedFor { get; init => field = Require.Positive(value); } = 5_000;

    /// <summary>No verdict before each arm has this many outcomes; 100 by default, since the interval is asymptotic.</summary>
    public int MinimumPerArm { get; init => field = Require.InRange(value, 2, int.MaxValue); } = 100;

    /// <summary>Looks at the evidence. Pure; O(1).</summary>
    public GuardResult Look(ArmStatistics control, ArmStatistics candidate)
    {
        var harm = HigherIsBetter ? control.Mean - candidate.Mean : candidate.Mean - control.Mean;
        if (control.Count < MinimumPerArm || candidate.Count < MinimumPerArm)
            return new GuardResult(GuardDecision.Continue, control, candidate, harm, double.NegativeInfinity, double.PositiveInfinity, Margin);
        var total = control.Count + candidate.Count;
        var variance = (control.Variance / control.Count) + (candidate.Variance / candidate.Count);
        var reach = ConfidenceSequence.HalfWidth(total, total * variance, 2 * Alpha, TunedFor);
        var decision = harm - reach > Margin ? GuardDecision.Harm : harm + reach < Margin ? GuardDecision.Safe : GuardDecision.Continue;
        if (variance == 0) // no outcome differed yet: the variance is not known, only small
            decision = GuardDecision.Continue;
        return new GuardResult(decision, control, candidate, harm, harm - reach, harm + reach, Margin);
    }
}
