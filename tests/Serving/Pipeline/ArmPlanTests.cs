using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests.Pipeline;

public sealed class ArmPlanTests
{
    private static readonly Arm s_control = new("control", null);

    private static ArmPlan Plan(params (string Name, double Share)[] others) =>
        new("salt", s_control, others.Select(o => new Arm(o.Name, null) { Share = o.Share }));

    [Fact]
    public void Every_arm_gets_its_share_of_units()
    {
        var plan = Plan(("a", 0.05), ("b", 0.3), ("c", 0.25));
        var counts = new int[4];
        const int Units = 200_000;
        for (var i = 0; i < Units; i++)
            counts[plan.Assign($"unit{i}", out _) + 1]++;
        double[] expected = [0.4, 0.05, 0.3, 0.25];
        for (var i = 0; i < counts.Length; i++)
        {
            var sigma = Math.Sqrt(expected[i] * (1 - expected[i]) / Units);
            Assert.InRange(counts[i] / (double)Units, expected[i] - (5 * sigma), expected[i] + (5 * sigma));
        }
    }

    [Fact]
    public void A_unit_keeps_its_arm_and_the_propensity_is_the_arms_share()
    {
        var plan = Plan(("a", 0.2), ("b", 0.5));
        for (var i = 0; i < 1000; i++)
        {
            var arm = plan.Assign($"unit{i}", out var propensity);
            Assert.Equal(arm, plan.Assign($"unit{i}", out _));
            Assert.Equal(arm < 0 ? 0.3 : plan.Others[arm].Share, propensity, 12);
        }
    }

    [Fact]
    public void Raising_a_share_only_adds_units_to_that_arm()
    {
        var before = Plan(("a", 0.01), ("b", 0.2), ("c", 0.1));
        foreach (var share in (double[])[0.05, 0.25, 0.5, 0.7])
        {
            var after = Plan(("a", share), ("b", 0.2), ("c", 0.1));
            for (var i = 0; i < 20_000; i++)
            {
                var (was, now) = (before.Assign($"unit{i}", out _), after.Assign($"unit{i}", out _));
                // Who was in the arm that grew stays. Others stay, or go to an arm before theirs: the one that grew, or one that makes up for
                // what that one took from it.
                if (was == 0)
                    Assert.Equal(0, now);
                if (now != was && was > 0)
                    Assert.InRange(now, 0, was - 1);
            }

            before = after;
        }

        var all = Plan(("a", 1));
        for (var i = 0; i < 1000; i++)
            Assert.Equal(0, all.Assign($"unit{i}", out _));
    }

    [Fact]
    public void Shares_beyond_one_and_names_twice_are_refused()
    {
        Assert.Contains("add up to at most 1, but add up to 1.2", Assert.Throws<ArgumentException>(() => Plan(("a", 0.6), ("b", 0.6))).Message, StringComparison.Ordinal);
        Assert.Contains("'a' occurs twice", Assert.Throws<ArgumentException>(() => Plan(("a", 0.1), ("a", 0.1))).Message, StringComparison.Ordinal);
    }
}
