using System.Globalization;
using System.Numerics;
using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.Random;
using Bellwether.Numerics.Tests.Oracles;

namespace Bellwether.Numerics.Tests.Hashing;

public sealed class StableHashTests
{
    [Fact]
    public void Hashes_are_those_of_a_second_implementation()
    {
        foreach (var row in Oracle.Read("streams.json").GetProperty("hashes").EnumerateArray())
        {
            var hash = StableHash.Of(row[0].GetString().AsSpan(), ulong.Parse(row[1].GetString()!, CultureInfo.InvariantCulture));
            Assert.Equal(row[2].GetString(), hash.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(61)]
    public void One_flipped_bit_flips_half_of_the_hash(int length)
    {
        var random = new Seed(4).Stream();
        var flipped = 0L;
        var trials = 0;
        var bytes = new byte[length];
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < length; i++)
                bytes[i] = (byte)random.NextInt(256);
            var hash = StableHash.Of((ReadOnlySpan<byte>)bytes);
            for (var bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var change = BitOperations.PopCount(hash ^ StableHash.Of((ReadOnlySpan<byte>)bytes));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.InRange(change, 6, 58);
                flipped += change;
                trials++;
            }
        }

        Assert.InRange(flipped / (double)trials, 31.3, 32.7);
    }

    [Fact]
    public void Units_are_uniform_and_salts_independent()
    {
        var both = 0;
        var counts = new int[20];
        for (var i = 0; i < 40_000; i++)
        {
            var unit = i.ToString(CultureInfo.InvariantCulture);
            var a = StableHash.Unit(unit, "one");
            counts[(int)(a * 20)]++;
            both += a < 0.5 && StableHash.Unit(unit, "two") < 0.5 ? 1 : 0;
        }

        Assert.All(counts, c => Assert.InRange(c, 1_800, 2_200));
        Assert.InRange(both, 9_650, 10_350);
    }

    [Fact]
    public void Sequential_numbers_do_not_collide() =>
        Assert.Equal(300_000, Enumerable.Range(0, 300_000).Select(i => StableHash.Of((ulong)i)).Distinct().Count());
}
