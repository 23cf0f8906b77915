using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Tests.Lexical;

public sealed unsafe class BitPackingTests
{
    [Fact]
    public void What_was_packed_is_unpacked_at_every_width_and_count()
    {
        var stream = new Seed(1).Stream();
        for (var width = 0; width <= 32; width++)
            foreach (var count in (int[])[1, 2, 7, 31, 64, 127, 128])
            {
                var values = Enumerable.Range(0, count).Select(_ => width == 0 ? 0 : (uint)(stream.NextBits() >> (64 - width))).ToArray();
                var (packed, unpacked) = (new byte[BitPacking.Bytes(count, width)], new uint[count]);
                BitPacking.Pack(values, width, packed);
                fixed (byte* from = packed)
                fixed (uint* to = unpacked)
                    BitPacking.Unpack(from, count, width, to);
                Assert.Equal(values, unpacked);
                Assert.True(BitPacking.Width(values) <= width);
            }
    }

    [Fact]
    public void Gaps_are_summed_up()
    {
        var stream = new Seed(2).Stream();
        for (var width = 0; width <= 20; width++)
            foreach (var count in (int[])[1, 5, 127, 128])
            {
                var gaps = Enumerable.Range(0, count).Select(_ => width == 0 ? 0 : (uint)(stream.NextBits() >> (64 - width))).ToArray();
                var (packed, unpacked) = (new byte[BitPacking.Bytes(count, width)], new uint[count]);
                BitPacking.Pack(gaps, width, packed);
                fixed (byte* from = packed)
                fixed (uint* to = unpacked)
                    BitPacking.UnpackGaps(from, count, width, uint.MaxValue, to);
                var at = -1;
                Assert.Equal(gaps.Select(g => (uint)(at += (int)g + 1)), unpacked);
            }
    }

    [Fact]
    public void Impacts_bound_every_posting()
    {
        var stream = new Seed(3).Stream();
        for (var round = 0; round < 500; round++)
        {
            var (frontier, seen, output) = (new ImpactFrontier(), new List<(int Frequency, int Length)>(), new ByteOutput());
            for (var i = stream.NextInt(200); i >= 0; i--)
            {
                seen.Add((1 + stream.NextInt(1 << stream.NextInt(18)), stream.NextInt(1 << stream.NextInt(18))));
                frontier.Add(seen[^1].Frequency, seen[^1].Length);
            }

            frontier.Flush(output);
            var pairs = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(output.Chunks().Single().Span).ToArray();
            Assert.All(seen, p => Assert.Contains(Enumerable.Range(0, SegmentFormat.Impacts), i => (pairs[2 * i] >= p.Frequency || pairs[2 * i] == ushort.MaxValue) && pairs[(2 * i) + 1] <= p.Length));
        }
    }
}
