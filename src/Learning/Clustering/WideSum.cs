using System.Runtime.Intrinsics;

namespace Bellwether.Learning.Clustering;

/// <summary>Adds single-precision numbers to sums in double precision.</summary>
internal static class WideSum
{
    /// <summary>sum += values.</summary>
    public static void Add(ReadOnlySpan<float> values, Span<double> sum)
    {
        var i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(values[i..]));
            (Vector256.Create<double>(sum[i..]) + low).CopyTo(sum[i..]);
            (Vector256.Create<double>(sum[(i + 4)..]) + high).CopyTo(sum[(i + 4)..]);
        }

        for (; i < values.Length; i++)
            sum[i] += values[i];
    }

    /// <summary>sum -= values.</summary>
    public static void Subtract(ReadOnlySpan<float> values, Span<double> sum)
    {
        for (var i = 0; i < values.Length; i++)
            sum[i] -= values[i];
    }

    /// <summary>The squared distance of two points, in double precision and one order.</summary>
    public static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (s0, s1) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i + 8 <= a.Length; i += 8)
        {
            var (a0, a1) = Vector256.Widen(Vector256.Create(a[i..]));
            var (b0, b1) = Vector256.Widen(Vector256.Create(b[i..]));
            (a0, a1) = (a0 - b0, a1 - b1);
            (s0, s1) = (s0 + (a0 * a0), s1 + (a1 * a1));
        }

        s0 += s1;
        var sum = (s0[0] + s0[1]) + (s0[2] + s0[3]);
        for (; i < a.Length; i++)
        {
            var gap = (double)a[i] - b[i];
            sum += gap * gap;
        }

        return sum;
    }
}
