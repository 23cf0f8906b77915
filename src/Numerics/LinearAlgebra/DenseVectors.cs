using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Sums and updates over dense vectors of doubles.</summary>
/// <remarks>A sum has 16 lanes and then a tail, without fused operations: the same bits with any instruction set.</remarks>
public static class DenseVectors
{
    /// <summary>Σ x·y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x.Length, y.Length, nameof(y));
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint at = 0, end = (nuint)x.Length;
        for (; at + 16 <= end; at += 16)
        {
            s0 += Vector256.LoadUnsafe(ref a, at) * Vector256.LoadUnsafe(ref b, at);
            s1 += Vector256.LoadUnsafe(ref a, at + 4) * Vector256.LoadUnsafe(ref b, at + 4);
            s2 += Vector256.LoadUnsafe(ref a, at + 8) * Vector256.LoadUnsafe(ref b, at + 8);
            s3 += Vector256.LoadUnsafe(ref a, at + 12) * Vector256.LoadUnsafe(ref b, at + 12);
        }

        s0 = s0 + s1 + (s2 + s3);
        var sum = s0[0] + s0[1] + (s0[2] + s0[3]);
        for (; at < end; at++)
            sum += x[(int)at] * y[(int)at];
        return sum;
    }

    /// <summary>The Euclidean norm.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>The largest absolute value; 0 for no values, NaN where one is.</summary>
    public static double MaxMagnitude(ReadOnlySpan<double> x)
    {
        var most = 0.0;
        foreach (var value in x)
            most = Math.Max(most, Math.Abs(value));
        return most;
    }

    /// <summary>target = base + scale · x. The target may be one of the others.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddScaled(ReadOnlySpan<double> x, double scale, ReadOnlySpan<double> @base, Span<double> target)
    {
        Require.SameLength(x.Length, @base.Length, nameof(@base));
        Require.SameLength(x.Length, target.Length, nameof(target));
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(@base);
        ref var t = ref MemoryMarshal.GetReference(target);
        nuint at = 0, end = (nuint)x.Length;
        for (; at + 8 <= end; at += 8)
        {
            (Vector256.LoadUnsafe(ref b, at) + (Vector256.LoadUnsafe(ref a, at) * scale)).StoreUnsafe(ref t, at);
            (Vector256.LoadUnsafe(ref b, at + 4) + (Vector256.LoadUnsafe(ref a, at + 4) * scale)).StoreUnsafe(ref t, at + 4);
        }

        for (; at < end; at++)
            target[(int)at] = @base[(int)at] + (scale * x[(int)at]);
    }

    /// <summary>target += scale · x.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddScaled(ReadOnlySpan<double> x, double scale, Span<double> target) => AddScaled(x, scale, target, target);
}
