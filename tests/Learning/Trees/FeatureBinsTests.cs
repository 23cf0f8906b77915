using Bellwether.Data.Training;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Numerics.Random;
using FsCheck;
using FsCheck.Fluent;

namespace Bellwether.Learning.Tests.Trees;

public sealed class FeatureBinsTests
{
    [Fact]
    public void Bins_keep_the_order_of_values_and_are_at_most_as_many_as_allowed() =>
        Prop.ForAll<double[], byte>((values, limit) =>
        {
            var max = Math.Clamp((int)limit, 2, 255);
            var bins = FeatureBins.Of(values, FeatureKind.Numeric, max, new Seed(1));
            var sorted = values.Where(v => !double.IsNaN(v)).Order().ToArray();
            var places = sorted.Select(bins.BinOf).ToArray();
            return bins.Count <= max && places.SequenceEqual(places.Order()) && places.All(p => p >= 0 && p < bins.Count)
                && bins.BinOf(double.NaN) == bins.Missing
                && places.Zip(sorted).All(p => p.Second <= bins.Upper(p.First) && (p.First == 0 || p.Second > bins.Upper(p.First - 1)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Few_distinct_values_get_a_bin_each()
    {
        var bins = FeatureBins.Of([3, 1, 2, 2, double.NaN, 1], FeatureKind.Numeric, 255, new Seed(1));
        Assert.Equal([0, 1, 2], new[] { 1.0, 2, 3 }.Select(bins.BinOf));
    }

    [Fact]
    public void Many_values_share_bins_evenly_and_a_heavy_value_gets_its_own()
    {
        var stream = new Seed(5).Stream();
        double[] values = [.. Enumerable.Range(0, 50_000).Select(i => i % 2 == 0 ? 0.0 : stream.NextGaussian())];
        var bins = FeatureBins.Of(values, FeatureKind.Numeric, 64, new Seed(1));
        var counts = values.GroupBy(bins.BinOf).ToDictionary(g => g.Key, g => g.Count());
        Assert.InRange(bins.Count, 40, 64);
        Assert.True(counts.Where(c => c.Key != bins.BinOf(0)).All(c => c.Value < 1600));
    }
}
