using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Random;
using Bellwether.Numerics.Tests.Oracles;

namespace Bellwether.Numerics.Tests.Random;

public sealed class RandomStreamTests
{
    [Fact]
    public void First_values_are_those_of_a_second_implementation()
    {
        foreach (var stream in Oracle.Read("streams.json").GetProperty("streams").EnumerateArray())
        {
            var random = new Seed(ulong.Parse(stream[0].GetString()!, System.Globalization.CultureInfo.InvariantCulture)).Stream();
            foreach (var expected in stream[1].EnumerateArray())
                Assert.Equal(expected.GetString(), random.NextBits().ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        const int n = 200_000;
        var random = new Seed(5).Stream();
        Check(() => random.NextDouble(), 0.5, 1.0 / 12);
        Check(() => random.NextDouble(-2, 4), 1, 3);
        Check(() => random.NextGaussian(), 0, 1);
        Check(() => random.NextGaussian(3, 2), 3, 4);
        Check(() => random.NextExponential(2), 2, 4);
        Check(() => random.NextLogNormal(0, 0.5), Math.Exp(0.125), (Math.Exp(0.25) - 1) * Math.Exp(0.25));
        Check(() => random.NextPoisson(3.5), 3.5, 3.5);
        Check(() => random.NextPoisson(80), 80, 80);
        Check(() => random.NextBool(0.2) ? 1 : 0, 0.2, 0.16);
        Check(() => random.NextInt(10), 4.5, 8.25);

        static void Check(Func<double> draw, double mean, double variance)
        {
            double sum = 0, squares = 0;
            for (var i = 0; i < n; i++)
            {
                var x = draw();
                sum += x;
                squares += (x - mean) * (x - mean);
            }

            Assert.InRange(sum / n, mean - (4.5 * Math.Sqrt(variance / n)), mean + (4.5 * Math.Sqrt(variance / n)));
            Assert.InRange(squares / n / variance, 0.95, 1.05);
        }
    }

    [Fact]
    public void Whole_numbers_and_weighted_indices_are_fair()
    {
        var random = new Seed(8).Stream();
        var dice = new int[7];
        double[] weights = [1, 0, 3, 6];
        var picks = new int[4];
        for (var i = 0; i < 70_000; i++)
        {
            dice[random.NextInt(7)]++;
            picks[random.NextIndex(weights)]++;
        }

        Assert.True(ChiSquare.Survival(dice.Sum(c => (c - 10_000.0) * (c - 10_000.0) / 10_000), 6) > 1e-4);
        Assert.Equal(0, picks[1]);
        Assert.InRange(picks[0], 6_600, 7_400);
        Assert.InRange(picks[3], 41_300, 42_700);
        Assert.Throws<ArgumentException>(() => random.NextIndex([0.0, 0.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void Shuffle_puts_every_value_everywhere_alike()
    {
        var random = new Seed(3).Stream();
        var counts = new int[4, 4];
        for (var i = 0; i < 24_000; i++)
        {
            int[] values = [0, 1, 2, 3];
            random.Shuffle<int>(values);
            Assert.Equal(6, values.Sum());
            for (var place = 0; place < 4; place++)
                counts[values[place], place]++;
        }

        foreach (var count in counts)
            Assert.InRange(count, 5_700, 6_300);
    }

    [Fact]
    public void Derived_seeds_are_distinct_and_repeatable()
    {
        var root = new Seed(1);
        var children = Enumerable.Range(0, 10_000).Select(i => root.Derive(i).Value)
            .Concat([root.Derive("a").Value, root.Derive("b").Value, root.Derive("a").Derive("b").Value, root.Derive("b").Derive("a").Value]).ToArray();
        Assert.Equal(children.Length, children.Distinct().Count());
        Assert.Equal(root.Derive("a"), new Seed(1).Derive("a"));
        Assert.NotEqual(root.Derive("a"), new Seed(2).Derive("a"));
    }
}
