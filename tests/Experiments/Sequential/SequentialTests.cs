using Bellwether.Experiments.Sequential;
using Bellwether.Numerics.Random;

namespace Bellwether.Experiments.Tests.Sequential;

public sealed class SequentialTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(80_000)]
    public void Half_width_is_the_formula(long n)
    {
        const double Alpha = 0.05, Sigma = 1.7;
        var rho = Math.Sqrt(((-2 * Math.Log(Alpha)) + Math.Log((-2 * Math.Log(Alpha)) + 1)) / 5_000);
        var expected = Sigma * Math.Sqrt(n) * Math.Sqrt(2 * ((n * rho * rho) + 1) / ((double)n * n * rho * rho) * Math.Log(Math.Sqrt((n * rho * rho) + 1) / Alpha));
        Assert.Equal(expected / Math.Sqrt(n), ConfidenceSequence.HalfWidth(n, Sigma * Sigma) , 1e-12 * expected);
    }

    [Fact]
    public void P_value_is_the_formula_and_meets_the_interval()
    {
        var rho2 = ((-2 * Math.Log(0.05)) + Math.Log((-2 * Math.Log(0.05)) + 1)) / 5_000;
        double n = 3_000, mean = 0.08, s = n * mean / 1.5;
        var e = Math.Exp(rho2 * s * s / (2 * ((n * rho2) + 1))) / Math.Sqrt((n * rho2) + 1);
        Assert.Equal(1 / e, ConfidenceSequence.PValue(3_000, 0.08, 2.25), 1e-12);
        var edge = ConfidenceSequence.HalfWidth(3_000, 2.25);
        Assert.Equal(0.05, ConfidenceSequence.PValue(3_000, edge, 2.25), 1e-9);
        Assert.Equal(1, ConfidenceSequence.PValue(0, 1, 1));
        Assert.Equal(double.PositiveInfinity, ConfidenceSequence.HalfWidth(0, 1));
    }

    [Fact]
    public void Peeking_at_every_step_misses_the_mean_no_more_often_than_alpha()
    {
        const int Runs = 400, Steps = 3_000;
        var misses = 0;
        for (var run = 0; run < Runs; run++)
        {
            var random = new Seed(50).Derive(run).Stream();
            var seen = default(ArmStatistics);
            for (var n = 1; n <= Steps; n++)
            {
                seen = seen.With(random.NextGaussian(2, 1.5));
                if (n >= 100 && Math.Abs(seen.Mean - 2) > ConfidenceSequence.HalfWidth(n, seen.Variance))
                {
                    misses++;
                    break;
                }
            }
        }

        Assert.InRange(misses, 0, (int)(Runs * 0.05) + 8);
    }

    [Theory]
    [InlineData(0.10, 0.10, 0.0, GuardDecision.Harm, 0.07)]
    [InlineData(0.10, 0.12, 0.02, GuardDecision.Harm, 0.07)]
    [InlineData(0.10, 0.15, 0.05, GuardDecision.Safe, 0.07)]
    public void A_wrong_verdict_over_all_looks_is_rarer_than_alpha(double control, double candidate, double margin, GuardDecision wrong, double bound)
    {
        const int Runs = 250;
        var guard = new SequentialTest(margin) { HigherIsBetter = false };
        var errors = 0;
        for (var run = 0; run < Runs; run++)
            errors += Run(guard, control, candidate, run, 4_000).Decision == wrong ? 1 : 0;
        Assert.InRange(errors, 0, (int)(Runs * bound));
    }

    [Fact]
    public void Harm_and_safety_are_found()
    {
        var guard = new SequentialTest(0.02) { HigherIsBetter = false };
        for (var run = 0; run < 20; run++)
        {
            Assert.Equal(GuardDecision.Harm, Run(guard, 0.10, 0.25, run, 4_000).Decision);
            Assert.Equal(GuardDecision.Safe, Run(guard, 0.10, 0.06, run, 8_000).Decision);
        }

        var result = Run(guard, 0.10, 0.25, 1, 4_000);
        Assert.True(result.Low > guard.Margin);
        Assert.Contains("candidate", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Direction_turns_with_the_metric()
    {
        ArmStatistics low = new(2_000, 1, 500), high = new(2_000, 2, 500);
        Assert.Equal(GuardDecision.Harm, new SequentialTest(0.1).Look(high, low).Decision);
        Assert.Equal(GuardDecision.Safe, new SequentialTest(0.1).Look(low, high).Decision);
        Assert.Equal(GuardDecision.Safe, (new SequentialTest(0.1) { HigherIsBetter = false }).Look(high, low).Decision);
        Assert.Equal(GuardDecision.Continue, new SequentialTest(0).Look(new(99, 5, 10), new(99, 0, 10)).Decision);
        Assert.Equal(GuardDecision.Continue, new SequentialTest(0).Look(new(500, 0, 0), new(500, 0, 0)).Decision);
    }

    [Fact]
    public void Statistics_merge_to_those_of_all_outcomes()
    {
        var random = new Seed(9).Stream();
        double[] values = [.. Enumerable.Range(0, 1_000).Select(_ => random.NextLogNormal(5, 2))];
        ArmStatistics all = default, left = default, right = default;
        for (var i = 0; i < values.Length; i++)
        {
            all = all.With(values[i]);
            if (i % 3 == 0)
                left = left.With(values[i]);
            else
                right = right.With(values[i]);
        }

        var merged = left.With(right);
        Assert.Equal(values.Average(), all.Mean, 1e-9 * all.Mean);
        Assert.Equal(values.Sum(v => (v - all.Mean) * (v - all.Mean)) / 999, all.Variance, 1e-9 * all.Variance);
        Assert.Equal(all.Variance, merged.Variance, 1e-9 * all.Variance);
        Assert.Equal(all, all.With(default(ArmStatistics)));
    }

    private static GuardResult Run(SequentialTest guard, double control, double candidate, int run, int steps)
    {
        var random = new Seed(77).Derive(run).Stream();
        ArmStatistics a = default, b = default;
        GuardResult result;
        var step = 0;
        do
        {
            a = a.With(random.NextBool(control) ? 1 : 0);
            b = b.With(random.NextBool(candidate) ? 1 : 0);
            result = guard.Look(a, b);
        }
        while (result.Decision == GuardDecision.Continue && ++step < steps);
        return result;
    }
}
