using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Inner products of bytes, exact in 32 bits and therefore the same under every instruction set. Rows are padded with zeros to a multiple of 32.</summary>
internal static unsafe class ByteKernels
{
    public const int Lanes = 32;

    /// <summary>Rows up to this length cannot overflow: 255 · 128 · 65 536 is below 2^31.</summary>
    public const int LongestRow = 65_536;

    public static int Padded(int dimension) => (dimension + Lanes - 1) / Lanes * Lanes;

    /// <summary>Σ codes · (query ^ flip), the query read as signed. A flip of 0x80 takes unsigned codes as a query: it subtracts 128 from each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Dot(byte* codes, byte* query, byte flip, int padded)
    {
        if (!AvxVnni.IsSupported)
            return DotByWidening(codes, query, flip, padded);
        var mask = Vector256.Create(flip);
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= padded - 128; i += 128)
        {
            s0 = AvxVnni.MultiplyWideningAndAdd(s0, Vector256.Load(codes + i), (Vector256.Load(query + i) ^ mask).AsSByte());
            s1 = AvxVnni.MultiplyWideningAndAdd(s1, Vector256.Load(codes + i + 32), (Vector256.Load(query + i + 32) ^ mask).AsSByte());
            s2 = AvxVnni.MultiplyWideningAndAdd(s2, Vector256.Load(codes + i + 64), (Vector256.Load(query + i + 64) ^ mask).AsSByte());
            s3 = AvxVnni.MultiplyWideningAndAdd(s3, Vector256.Load(codes + i + 96), (Vector256.Load(query + i + 96) ^ mask).AsSByte());
        }

        for (; i < padded; i += 32)
            (s0, s1, s2, s3) = (s1, s2, s3, AvxVnni.MultiplyWideningAndAdd(s0, Vector256.Load(codes + i), (Vector256.Load(query + i) ^ mask).AsSByte()));
        return Vector256.Sum(s0 + s1 + (s2 + s3));
    }

    /// <summary>The same without the dot-product instruction: a product of an unsigned and a signed byte fits 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int DotByWidening(byte* codes, byte* query, byte flip, int padded)
    {
        var mask = Vector256.Create(flip);
        var sums = Vector256<int>.Zero;
        for (var i = 0; i < padded; i += 32)
        {
            var (c, q) = (Vector256.Load(codes + i), (Vector256.Load(query + i) ^ mask).AsSByte());
            var low = Vector256.WidenLower(c).AsInt16() * Vector256.WidenLower(q);
            var high = Vector256.WidenUpper(c).AsInt16() * Vector256.WidenUpper(q);
            sums += Vector256.WidenLower(low) + Vector256.WidenUpper(low) + (Vector256.WidenLower(high) + Vector256.WidenUpper(high));
        }

        return Vector256.Sum(sums);
    }
}
