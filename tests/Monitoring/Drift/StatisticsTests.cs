using System.Text.Json;
using Bellwether.Monitoring.Drift;
using Bellwether.Monitoring.Tests.Oracles;
using Bellwether.Numerics.Random;

namespace Bellwether.Monitoring.Tests.Drift;

public sealed class StatisticsTests
{
    private static readonly JsonElement Json = Oracle.Read("drift.json");

    [Fact]
    public void Kolmogorov_Smirnov_and_Wasserstein_agree_with_scipy()
    {
        foreach (var sample in Json.GetProperty("samples").EnumerateArray())
        {
            var (a, b) = (Numbers(sample, "a"), Numbers(sample, "b"));
            var test = KolmogorovSmirnov.Test(a, b);
            Assert.Equal(sample.GetProperty("d").GetDouble(), test.Statistic, 1e-12);
            var p = sample.GetProperty("p").GetDouble();
            Assert.Equal(p, test.PValue, 1e-9 * p);
            Assert.Equal(sample.GetProperty("wasserstein").GetDouble(), Divergence.Wasserstein(a, b), 1e-12);
            Assert.Equal(sample.GetProperty("wasserstein").GetDouble() / sample.GetProperty("std").GetDouble(), Divergence.WassersteinNormed(a, b), 1e-12);
        }

        var ties = Json.GetProperty("ties");
        Assert.Equal(ties.GetProperty("d").GetDouble(), KolmogorovSmirnov.Test(Numbers(ties, "a"), Numbers(ties, "b")).Statistic, 1e-12);
        Assert.Equal(ties.GetProperty("wasserstein").GetDouble(), Divergence.Wasserstein(Numbers(ties, "a"), Numbers(ties, "b")), 1e-12);
        var big = Json.GetProperty("big");
        Assert.Equal(big.GetProperty("p").GetDouble(), KolmogorovSmirnov.AsymptoticPValue(big.GetProperty("d").GetDouble(), 4_000, 3_000), 1e-10);
    }

    [Fact]
    public void Chi_square_and_Jensen_Shannon_agree_with_scipy()
    {
        foreach (var entry in Json.GetProperty("counts").EnumerateArray())
        {
            var (x, y) = (Numbers(entry, "x"), Numbers(entry, "y"));
            var test = CategoryTests.ChiSquare(x, y, minimumExpected: 0);
            Assert.Equal(entry.GetProperty("chi2").GetDouble(), test.Statistic, 1e-9);
            Assert.Equal(entry.GetProperty("p").GetDouble(), test.PValue, 1e-9 * test.PValue);
            Assert.Equal(entry.GetProperty("js").GetDouble(), Divergence.JensenShannon(x, y), 1e-12);
        }
    }

    [Fact]
    public void Psi_is_the_sum_by_hand()
    {
        // (0.5-0.4) ln(0.5/0.4) + (0.3-0.4) ln(0.3/0.4) + 0
        Assert.Equal((0.1 * Math.Log(1.25)) - (0.1 * Math.Log(0.75)), Divergence.Psi([40, 40, 20], [50, 30, 20]), 1e-12);
        Assert.Equal(0, Divergence.Psi([4, 4, 2], [40, 40, 20]), 1e-12);
        Assert.Equal((1e-4 - 0.5) * Math.Log(1e-4 / 0.5) + (0.5 * Math.Log(2)), Divergence.Psi([5, 5], [0, 7]), 1e-12);
        Assert.True(double.IsNaN(Divergence.Psi([1, 2], [0, 0])));
    }

    [Fact]
    public void Exact_and_limiting_p_values_meet_for_large_samples()
    {
        var random = new Seed(1).Stream();
        double[] a = [.. Enumerable.Range(0, 1_500).Select(_ => random.NextGaussian()).Order()];
        double[] b = [.. Enumerable.Range(0, 1_500).Select(_ => random.NextGaussian(0.05, 1)).Order()];
        var exact = KolmogorovSmirnov.Test(a, b);
        Assert.Equal(KolmogorovSmirnov.AsymptoticPValue(exact.Statistic, 1_500, 1_500), exact.PValue, 0.01);
        Assert.True(double.IsNaN(KolmogorovSmirnov.Test([], a).PValue));
    }

    [Fact]
    public void Rare_categories_are_pooled_and_shares_compared()
    {
        var pooled = CategoryTests.ChiSquare([500, 480, 3, 2, 1], [490, 500, 1, 2, 3]);
        Assert.InRange(pooled.PValue, 0.5, 1);
        var test = CategoryTests.TwoShares(50, 1_000, 90, 1_000);
        var pooledShare = 0.07;
        Assert.Equal(0.04 / Math.Sqrt(pooledShare * (1 - pooledShare) * 0.002), test.Statistic, 1e-12);
        Assert.Equal(1, CategoryTests.TwoShares(0, 10, 0, 10).PValue);
    }

    private static double[] Numbers(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
}
