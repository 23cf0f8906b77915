using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Distances of floats in rows that are padded with zeros to a multiple of 16.</summary>
/// <remarks>Lane structure: 64 sums, lane l of accumulator a takes the numbers at 64·i + 16·a + l; they are added pairwise in a fixed order at the end. Every instruction set computes the same
/// sums with fused multiply-add, so results agree bit for bit with vector instructions switched off.</remarks>
internal static unsafe class FloatKernels
{
    /// <summary>Numbers per step; rows are padded to it.</summary>
    public const int Lanes = 16;

    public static int Padded(int dimension) => (dimension + Lanes - 1) / Lanes * Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredEuclidean(float* x, float* y, int padded)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= padded - 64; i += 64)
        {
            var (d0, d1) = (Vector512.Load(x + i) - Vector512.Load(y + i), Vector512.Load(x + i + 16) - Vector512.Load(y + i + 16));
            var (d2, d3) = (Vector512.Load(x + i + 32) - Vector512.Load(y + i + 32), Vector512.Load(x + i + 48) - Vector512.Load(y + i + 48));
            s0 = Vector512.FusedMultiplyAdd(d0, d0, s0);
            s1 = Vector512.FusedMultiplyAdd(d1, d1, s1);
            s2 = Vector512.FusedMultiplyAdd(d2, d2, s2);
            s3 = Vector512.FusedMultiplyAdd(d3, d3, s3);
        }

        for (; i < padded; i += 16)
        {
            var d = Vector512.Load(x + i) - Vector512.Load(y + i);
            (s0, s1, s2, s3) = (s1, s2, s3, Vector512.FusedMultiplyAdd(d, d, s0));
        }

        return Sum(s0 + s1 + (s2 + s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* x, float* y, int padded)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= padded - 64; i += 64)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Load(x + i + 16), Vector512.Load(y + i + 16), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Load(x + i + 32), Vector512.Load(y + i + 32), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Load(x + i + 48), Vector512.Load(y + i + 48), s3);
        }

        for (; i < padded; i += 16)
            (s0, s1, s2, s3) = (s1, s2, s3, Vector512.FusedMultiplyAdd(Vector512.Load(x + i), Vector512.Load(y + i), s0));
        return Sum(s0 + s1 + (s2 + s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Sum(Vector512<float> sums)
    {
        var eight = sums.GetLower() + sums.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        return four.GetElement(0) + four.GetElement(2) + (four.GetElement(1) + four.GetElement(3));
    }
}
