using System.Globalization;
using Bellwether.Experiments.Assignment;

namespace Bellwether.Experiments.Tests.Assignment;

public sealed class ArmSplitTests
{
    private static readonly string[] Units = [.. Enumerable.Range(0, 20_000).Select(i => "unit-" + i.ToString(CultureInfo.InvariantCulture))];

    [Fact]
    public void Arms_hold_their_shares()
    {
        var split = new ArmSplit("exp", [new Arm("control", 0.5), new Arm("a", 0.2), new Arm("b", 0.05), new Arm("c", 0.25)]);
        var counts = new long[4];
        foreach (var unit in Units)
            counts[split.IndexOf(unit)]++;
        Assert.False(SampleRatio.Test(counts, [0.5, 0.2, 0.05, 0.25]).IsMismatch);
        Assert.Equal(split.Of("unit-7"), new ArmSplit("exp", split.Arms).Of("unit-7"));
    }

    [Fact]
    public void Raising_a_share_only_adds_units_to_the_arm_and_the_last_arm_takes_them_from_the_control()
    {
        double[] steps = [0, 0.01, 0.05, 0.1, 0.25, 0.5];
        foreach (var raised in new[] { 1, 2 })
        {
            ArmSplit? before = null;
            foreach (var share in steps)
            {
                var (a, b) = raised == 1 ? (share, 0.3) : (0.3, share);
                var split = new ArmSplit("ramp", [new Arm("control", 1 - a - b), new Arm("a", a), new Arm("b", b)]);
                if (before is not null)
                    Assert.All(Units, u =>
                    {
                        var (was, now) = (before.IndexOf(u), split.IndexOf(u));
                        Assert.True(was != raised || now == raised, $"{u} left the raised arm for {now}");
                        Assert.True(raised == 1 || was == now || (was == 0 && now == raised), $"{u} moved from {was} to {now}");
                    });
                before = split;
            }
        }
    }

    [Fact]
    public void Full_shares_take_all_and_zero_shares_none()
    {
        Assert.All(Units, u => Assert.Equal("new", ArmSplit.Between("s", "old", "new", 1).Of(u).Name));
        Assert.All(Units, u => Assert.Equal("old", ArmSplit.Between("s", "old", "new", 0).Of(u).Name));
        Assert.Equal("only", new ArmSplit("s", [new Arm("only", 1)]).Of("x").Name);
    }

    [Fact]
    public void Salts_split_independently()
    {
        var one = ArmSplit.Between("one", "c", "t", 0.5);
        var two = ArmSplit.Between("two", "c", "t", 0.5);
        Assert.InRange(Units.Count(u => one.IndexOf(u) == 1 && two.IndexOf(u) == 1), 4_750, 5_250);
    }

    [Fact]
    public void Bad_splits_are_refused()
    {
        Assert.Contains("sum to 1", Assert.Throws<ArgumentException>(() => new ArmSplit("s", [new Arm("a", 0.5), new Arm("b", 0.4)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArmSplit("s", [new Arm("a", 0.5), new Arm("a", 0.5)]));
        Assert.Throws<ArgumentException>(() => new ArmSplit("s", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Arm("a", 1.2));
    }

    [Fact]
    public void Sample_ratio_agrees_with_the_worked_value()
    {
        // the counts of Kohavi, Tang and Xu, "Trustworthy Online Controlled Experiments", 2020, chapter 3: p = 1.8e-6
        var result = SampleRatio.Test([821_588, 815_482], [0.5, 0.5]);
        var expected = 818_535.0;
        Assert.Equal(((821_588 - expected) * (821_588 - expected) + (815_482 - expected) * (815_482 - expected)) / expected, result.ChiSquare, 1e-9);
        Assert.True(result.IsMismatch);
        Assert.InRange(result.PValue, 1.7e-6, 1.9e-6);
        Assert.Equal(1, SampleRatio.Test([0, 0], [0.5, 0.5]).PValue);
        Assert.Equal(0, SampleRatio.Test([10, 1], [1, 0]).PValue);
    }
}
