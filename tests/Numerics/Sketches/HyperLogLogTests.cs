using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.Sketches;

namespace Bellwether.Numerics.Tests.Sketches;

public sealed class HyperLogLogTests
{
    [Theory]
    [InlineData(12, 0)]
    [InlineData(12, 1)]
    [InlineData(12, 100)]
    [InlineData(12, 3_000)]
    [InlineData(12, 12_000)]
    [InlineData(12, 300_000)]
    [InlineData(14, 10)]
    [InlineData(14, 40_000)]
    [InlineData(14, 1_000_000)]
    public void Estimate_lies_within_four_standard_errors(int precision, int distinct)
    {
        var sketch = new HyperLogLog(precision);
        for (var i = 0; i < distinct; i++)
            sketch.Add(StableHash.Of((ulong)i));
        var tolerance = 4 * 1.04 / Math.Sqrt(1 << precision) * distinct;
        Assert.InRange(sketch.Estimate(), distinct - tolerance, distinct + tolerance);
    }

    [Fact]
    public void Estimate_is_unbiased_around_the_former_switch_of_estimators()
    {
        // The classic estimator is biased by several per cent near 2.5 m to 5 m; thirty independent streams average that out.
        foreach (var distinct in (int[])[2_000, 10_240, 20_480])
        {
            var sum = 0.0;
            for (var seed = 1UL; seed <= 30; seed++)
            {
                var sketch = new HyperLogLog(12);
                for (var i = 0; i < distinct; i++)
                    sketch.Add(StableHash.Of((ulong)i, seed));
                sum += sketch.Estimate() / distinct - 1;
            }

            Assert.InRange(sum / 30, -0.009, 0.009);
        }
    }

    [Fact]
    public void Merge_equals_having_seen_both_streams_in_any_order()
    {
        HyperLogLog left = new(12), right = new(12), both = new(12);
        for (var i = 0UL; i < 5_000; i++)
        {
            left.Add(StableHash.Of(i));
            right.Add(StableHash.Of(i + 2_500));
        }

        for (var i = 7_500UL; i-- > 0;)
            both.Add(StableHash.Of(i));
        left.Merge(right);
        Assert.Equal(both.ToBytes(), left.ToBytes());
        var thrown = Assert.Throws<ArgumentException>(() => left.Merge(new HyperLogLog(13)));
        Assert.Contains("12 and 13", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_round_trip_and_foreign_bytes_are_refused()
    {
        var sketch = new HyperLogLog(13);
        for (var i = 0UL; i < 1_000; i++)
            sketch.Add(StableHash.Of(i));
        var bytes = sketch.ToBytes();
        Assert.Equal(sketch.Estimate(), HyperLogLog.FromBytes(bytes).Estimate());
        Assert.Throws<FormatException>(() => HyperLogLog.FromBytes(bytes.AsSpan(0, 100)));
        Assert.Throws<FormatException>(() => HyperLogLog.FromBytes([]));
        bytes[1] = 30;
        Assert.Throws<FormatException>(() => HyperLogLog.FromBytes(bytes));
        bytes[1] = 13;
        bytes[77] = 60;
        Assert.Throws<FormatException>(() => HyperLogLog.FromBytes(bytes));
    }
}
