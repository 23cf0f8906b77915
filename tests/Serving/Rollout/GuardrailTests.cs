using Bellwether.Experiments.Sequential;
using Bellwether.Numerics.Random;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Tests.Rollout;

public sealed class GuardrailTests
{
    private static readonly Guardrail s_loss = new("loss", Harm.More);

    [Fact]
    public void Harmless_candidates_are_called_harmful_no_more_often_than_promised()
    {
        const double Alpha = 0.05;
        var alarms = 0;
        const int Runs = 400;
        for (var run = 0; run < Runs; run++)
        {
            var stream = new Seed(31).Derive(run).Stream();
            // Every second run a rare event at a canary of one in ten, else a bell curve at halves.
            if (EverHarm(s_loss, Alpha, 3000, run % 2 == 0 ? 0.1 : 0.5, () => run % 2 == 0 ? (stream.NextBool(0.05) ? 1 : 0) : stream.NextGaussian(), () => 0, new Seed(99).Derive(run).Stream()))
                alarms++;
        }

        // 20 are promised at most; 30 would be 2.3 standard deviations above.
        Assert.InRange(alarms, 0, 0.05 * Runs * 1.5);
    }

    [Fact]
    public void Harm_is_found()
    {
        var found = 0;
        for (var run = 0; run < 50; run++)
        {
            var stream = new Seed(7).Derive(run).Stream();
            if (EverHarm(s_loss, 0.01, 4000, 0.5, () => stream.NextGaussian(), () => 0.3, new Seed(99).Derive(run).Stream()))
                found++;
        }

        Assert.Equal(50, found);
    }

    [Fact]
    public void A_margin_is_borne_and_the_direction_counts()
    {
        var (control, candidate) = (Of(0, 1000), Of(0.5, 1000));
        Assert.True(s_loss.Read(control, candidate, 0.01).IsHarm);
        Assert.False((s_loss with { Margin = 0.6 }).Read(control, candidate, 0.01).IsHarm);
        Assert.False(s_loss.Read(candidate, control, 0.01).IsHarm);
        Assert.True((s_loss with { Harm = Harm.Less }).Read(candidate, control, 0.01).IsHarm);
        Assert.False(s_loss.Read(Of(0, 99), Of(100, 5000), 0.01).IsHarm);
    }

    private static ArmStatistics Of(double mean, int count)
    {
        var moments = default(ArmStatistics);
        for (var i = 0; i < count; i++)
            moments = moments.With(mean + (i % 2 == 0 ? 0.1 : -0.1));
        Assert.Equal(mean, moments.Mean, 2);
        return moments;
    }

    private static bool EverHarm(Guardrail guardrail, double alpha, int values, double share, Func<double> draw, Func<double> shift, RandomStream coin)
    {
        ArmStatistics control = default, candidate = default;
        for (var i = 0; i < values; i++)
        {
            if (coin.NextBool(share))
                candidate = candidate.With(draw() + shift());
            else
                control = control.With(draw());
            if (i % 5 == 0 && guardrail.Read(control, candidate, alpha).IsHarm)
                return true;
        }

        return false;
    }
}
