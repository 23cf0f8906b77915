using Bellwether.Numerics.Random;
using Bellwether.Numerics.Sketches;

namespace Bellwether.Numerics.Tests.Sketches;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    [InlineData(1.0)]
    public void Quantiles_lie_within_a_64th_of_the_true_ones(double share)
    {
        var random = new Seed(6).Stream();
        var histogram = new LatencyHistogram();
        var values = new long[20_000];
        for (var i = 0; i < values.Length; i++)
            histogram.RecordNanoseconds(values[i] = (long)random.NextLogNormal(11, 2.5));
        Array.Sort(values);
        var truth = values[Math.Max(1, (int)Math.Ceiling(share * values.Length)) - 1];
        Assert.InRange(histogram.QuantileNanoseconds(share), truth, truth + (truth / 64) + 1);
        Assert.Equal(values.Length, histogram.Count);
        Assert.Equal(values.Sum() / 100, histogram.Sum.Ticks);
    }

    [Fact]
    public void Extremes_have_a_bucket()
    {
        var histogram = new LatencyHistogram();
        histogram.RecordNanoseconds(-5);
        histogram.RecordNanoseconds(0);
        histogram.RecordNanoseconds(long.MaxValue);
        Assert.Equal(3, histogram.Count);
        Assert.Equal(0, histogram.QuantileNanoseconds(0.5));
        Assert.Equal(long.MaxValue, histogram.QuantileNanoseconds(1));
        Assert.Equal(2, histogram.CountAtMost(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(0, new LatencyHistogram().QuantileNanoseconds(0.99));
        Assert.Throws<ArgumentOutOfRangeException>(() => histogram.QuantileNanoseconds(1.5));
    }

    [Fact]
    public void Histograms_add_up_and_are_cleared()
    {
        LatencyHistogram a = new(), b = new(), both = new();
        for (var i = 1; i <= 1_000; i++)
        {
            (i % 3 == 0 ? a : b).RecordNanoseconds(i * 977L);
            both.RecordNanoseconds(i * 977L);
        }

        a.Add(b);
        Assert.Equal(both.Count, a.Count);
        Assert.Equal(both.Sum, a.Sum);
        for (var share = 0.0; share <= 1; share += 0.05)
            Assert.Equal(both.QuantileNanoseconds(share), a.QuantileNanoseconds(share));
        a.Clear();
        Assert.Equal((0, TimeSpan.Zero), (a.Count, a.Sum));
    }

    [Fact]
    public void Concurrent_records_are_all_counted()
    {
        var histogram = new LatencyHistogram();
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                histogram.Record(TimeSpan.FromMicroseconds(i));
        });
        Assert.Equal(80_000, histogram.Count);
        Assert.InRange(histogram.CountAtMost(TimeSpan.FromMicroseconds(4_999)), 40_000, 40_000 + (80_000 / 64));
    }
}
