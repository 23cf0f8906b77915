using Bellwether.Numerics.Random;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Tests.Quantization;

/// <summary>Vector kernels against the obvious loops. The suite also runs with instruction sets switched off; the bits written here must come out then too.</summary>
public sealed unsafe class KernelTests
{
    [Theory, InlineData(16), InlineData(48), InlineData(64), InlineData(208), InlineData(784)]
    public void Float_sums_have_the_documented_lanes_bit_for_bit(int length)
    {
        var stream = new Seed((ulong)length).Stream();
        var (x, y) = (Random(stream, length), Random(stream, length));
        fixed (float* a = x, b = y)
        {
            Assert.Equal(ByLanes(x, y, dot: false), FloatKernels.SquaredEuclidean(a, b, length));
            Assert.Equal(ByLanes(x, y, dot: true), FloatKernels.Dot(a, b, length));
            Assert.Equal(x.Zip(y, (p, q) => ((double)p - q) * ((double)p - q)).Sum(), FloatKernels.SquaredEuclidean(a, b, length), 1e-5 * length);
        }
    }

    [Theory, InlineData(32), InlineData(96), InlineData(128), InlineData(800), InlineData(4096)]
    public void Byte_products_are_exact(int length)
    {
        var stream = new Seed((ulong)length).Stream();
        byte[] codes = [.. Enumerable.Range(0, length).Select(i => i < 40 ? byte.MaxValue : (byte)stream.NextInt(256))], query = [.. Enumerable.Range(0, length).Select(i => i < 40 ? (byte)0 : (byte)stream.NextInt(256))];
        fixed (byte* c = codes, q = query)
            foreach (var flip in new byte[] { 0, 0x80 })
            {
                var expected = Enumerable.Range(0, length).Sum(i => codes[i] * (sbyte)(query[i] ^ flip));
                Assert.Equal(expected, ByteKernels.Dot(c, q, flip, length));
                Assert.Equal(expected, ByteKernels.DotByWidening(c, q, flip, length));
            }
    }

    [Theory, InlineData(2), InlineData(10), InlineData(256)]
    public void Table_sums_are_exact(int parts)
    {
        var stream = new Seed((ulong)parts).Stream();
        var (table, groups, sums) = (Bytes(stream, parts * 16), new byte[parts * 16], new ushort[32]);
        var codes = Enumerable.Range(0, 32).Select(_ => Enumerable.Range(0, parts).Select(_ => (byte)stream.NextInt(16)).ToArray()).ToArray();
        if (parts == 256)
            Array.Fill(table, byte.MaxValue);
        fixed (byte* t = table, g = groups)
        fixed (ushort* s = sums)
        {
            for (var i = 0; i < 32; i++)
                FastScan.Put(g, parts, i, codes[i]);
            var back = new byte[parts];
            foreach (var byHalves in new[] { false, true })
            {
                Array.Clear(sums);
                if (byHalves)
                    FastScan.SumByHalves(g, t, parts, s);
                else
                    FastScan.Sum(g, t, parts, s);
                for (var i = 0; i < 32; i++)
                    Assert.Equal(codes[i].Select((c, part) => (int)table[(part * 16) + c]).Sum(), sums[i]);
            }

            for (var i = 0; i < 32; i++)
            {
                FastScan.Get(g, parts, i, back);
                Assert.Equal(codes[i], back);
            }
        }
    }

    [Theory, InlineData(Metric.SquaredEuclidean, 20), InlineData(Metric.InnerProduct, 20), InlineData(Metric.SquaredEuclidean, 300), InlineData(Metric.InnerProduct, 300)]
    public void Codes_estimate_distances(Metric metric, int dimension)
    {
        var (dot, stream) = (metric == Metric.InnerProduct, new Seed(9).Stream());
        var mean = Random(stream, dimension);
        var rows = Enumerable.Range(0, 60).Select(_ => Random(stream, FloatKernels.Padded(dimension)).Select((v, i) => i < dimension ? v + mean[i] : 0).ToArray()).ToArray();
        var (bytes, bits) = (new ScalarCodec(mean, dot), new BitCodec(mean, dot));
        var (byteRows, bitRows, query) = (new Block(60L * bytes.Stride), new Block(60L * bits.Stride), new Block(bits.QueryStride));
        for (var i = 0; i < 60; i++)
            fixed (float* row = rows[i])
            {
                bytes.Encode(row, byteRows.Pointer + (i * bytes.Stride));
                bits.Encode(row, bitRows.Pointer + (i * bits.Stride));
            }

        double byteError = 0, bitError = 0, bitBias = 0, spread = 0;
        for (var q = 0; q < 20; q++)
        {
            fixed (float* row = rows[q])
                bits.EncodeQuery(row, query.Pointer);
            var (byByte, byBit) = (bytes.From(byteRows.Pointer + (q * bytes.Stride), byteRows.Pointer), bits.From(query.Pointer, bitRows.Pointer));
            for (var i = 20; i < 60; i++)
            {
                var truth = Laws.VectorIndexes.Distance(metric, rows[q].AsSpan(0, dimension), rows[i].AsSpan(0, dimension));
                byteError = Math.Max(byteError, Math.Abs(byByte.To(i) - truth));
                Assert.Equal(byByte.To(i), byByte.Between(q, i));
                bitBias += (byBit.To(i) - truth) / 800;
                bitError += Math.Pow(byBit.To(i) - truth, 2) / 800;
                spread += Math.Abs(truth) / 800;
            }
        }

        Assert.InRange(byteError, 0, 0.01 * spread + 0.3);
        // The deviation of a one-bit product of two vectors of squared length d is about sqrt(d); twice that in a squared distance.
        Assert.InRange(Math.Sqrt(bitError), 0, 2.5 * Math.Sqrt(dimension));
        Assert.InRange(Math.Abs(bitBias), 0, 0.6 * Math.Sqrt(dimension));
        GC.KeepAlive(byteRows);
        GC.KeepAlive(bitRows);
    }

    private static float ByLanes(float[] x, float[] y, bool dot)
    {
        var sums = new float[4][];
        for (var a = 0; a < 4; a++)
            sums[a] = new float[16];
        var i = 0;
        for (; i <= x.Length - 64; i += 64)
            for (var a = 0; a < 4; a++)
                Step(sums[a], i + (16 * a));
        for (; i < x.Length; i += 16)
        {
            Step(sums[0], i);
            sums = [sums[1], sums[2], sums[3], sums[0]];
        }

        var lanes = Enumerable.Range(0, 16).Select(l => sums[0][l] + sums[1][l] + (sums[2][l] + sums[3][l])).ToArray();
        var eight = Enumerable.Range(0, 8).Select(l => lanes[l] + lanes[l + 8]).ToArray();
        var four = Enumerable.Range(0, 4).Select(l => eight[l] + eight[l + 4]).ToArray();
        return four[0] + four[2] + (four[1] + four[3]);

        void Step(float[] sum, int at)
        {
            for (var l = 0; l < 16; l++)
            {
                var d = x[at + l] - y[at + l];
                sum[l] = dot ? MathF.FusedMultiplyAdd(x[at + l], y[at + l], sum[l]) : MathF.FusedMultiplyAdd(d, d, sum[l]);
            }
        }
    }

    private static float[] Random(RandomStream stream, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextGaussian())];

    private static byte[] Bytes(RandomStream stream, int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)stream.NextInt(256))];
}
