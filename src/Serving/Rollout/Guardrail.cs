using Bellwether.Experiments.Sequential;
using Bellwether.Numerics;

namespace Bellwether.Serving.Rollout;

/// <summary>A metric that a candidate must not harm, watched by a one-sided sequential test on the difference of means, candidate minus
/// control.</summary>
/// <remarks>A <see cref="SequentialTest"/>: it may be looked at after every decision, and calls harm when the whole one-sided interval lies
/// beyond the margin. Each arm must have <see cref="LeastSample"/> values first.</remarks>
/// <param name="Metric">The metric's name in the evidence.</param>
/// <param name="Harm">In which direction it is worse.</param>
/// <param name="Margin">A difference in the harmful direction that is still borne, in the metric's unit, 0 or more.</param>
public sealed record Guardrail(string Metric, Harm Harm, double Margin = 0)
{
    /// <summary>The metric's name in the evidence.</summary>
    public string Metric { get; init => field = Require.NotBlank(value); } = Metric;

    /// <summary>A harmful difference that is still borne.</summary>
    public double Margin { get; init => field = Require.NotNegative(value); } = Margin;

    /// <summary>How many values each arm must have before the first look.</summary>
    public int LeastSample { get; init => field = Require.Positive(value); } = 100;

    /// <summary>The number of values, both arms together, at which the test is sharpest.</summary>
    public int TunedFor { get; init => field = Require.Positive(value); } = 5_000;

    /// <summary>Looks at the evidence.</summary>
    /// <param name="control">The control's values.</param>
    /// <param name="candidate">The candidate's values.</param>
    /// <param name="alpha">The chance that harm is ever called where there is none, at most 0.25.</param>
    public GuardrailReading Read(ArmStatistics control, ArmStatistics candidate, double alpha)
    {
        var look = new SequentialTest(Margin) { HigherIsBetter = Harm == Harm.Less, Alpha = alpha, TunedFor = TunedFor, MinimumPerArm = Math.Max(2, LeastSample) }
            .Look(control, candidate);
        return new GuardrailReading(candidate.Mean - control.Mean, look.Low, look.Decision == GuardDecision.Harm);
    }
}
