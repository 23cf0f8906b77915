using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Builds and solves one symmetric positive definite system (d, d) on the caller's thread, without allocating: for the many small ones
/// that a least-squares sweep is made of. For one large matrix see <see cref="PositiveDefinite"/>.</summary>
/// <remarks>Matrices are row after row; only the upper half is read and meant, the lower may be spoilt. Four columns are eliminated at a time in
/// fused multiply-adds, so the triangular part has the same bits with any instruction set. Golub and Van Loan, Matrix Computations, section 4.2.</remarks>
public static class SmallSystem
{
    /// <summary>A += Σ w x xᵀ over rows x of <paramref name="rows"/>.</summary>
    /// <param name="matrix">A (d²).</param>
    /// <param name="size">d.</param>
    /// <param name="rows">Rows (n, d).</param>
    /// <param name="weights">w (n), or empty for 1 each.</param>
    /// <exception cref="ArgumentException">A length does not agree.</exception>
    public static void AddOuterProducts<T>(Span<T> matrix, int size, ReadOnlySpan<T> rows, ReadOnlySpan<T> weights) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixProduct.CheckType<T>();
        Require.SameLength(checked(size * size), matrix.Length, nameof(matrix));
        var count = rows.Length / size;
        Require.SameLength(count * size, rows.Length, nameof(rows));
        if (!weights.IsEmpty)
            Require.SameLength(count, weights.Length, nameof(weights));
        T Weight(ReadOnlySpan<T> w, int row) => w.IsEmpty ? T.One : w[row];

        var at = 0;
        for (; at + 4 <= count; at += 4)
        {
            var (w0, w1, w2, w3) = (Weight(weights, at), Weight(weights, at + 1), Weight(weights, at + 2), Weight(weights, at + 3));
            AddFour(matrix, size, 0, rows.Slice(at * size, size), rows.Slice((at + 1) * size, size), rows.Slice((at + 2) * size, size), rows.Slice((at + 3) * size, size), w0, w1, w2, w3);
        }

        for (; at < count; at++)
            for (var i = 0; i < size; i++)
                BlockedCholesky<T>.AddTimes(matrix.Slice((i * size) + i, size - i), rows.Slice((at * size) + i, size - i), Weight(weights, at) * rows[(at * size) + i]);
    }

    /// <summary>Replaces b by x with A x = b, and A by its factor.</summary>
    /// <param name="matrix">A (d²); spoilt.</param>
    /// <param name="size">d.</param>
    /// <param name="b">The right side (d); the solution afterwards.</param>
    /// <returns>Whether A is positive definite to rounding; if not, b is undefined afterwards.</returns>
    /// <exception cref="ArgumentException">A length does not agree.</exception>
    public static bool Solve<T>(Span<T> matrix, int size, Span<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixProduct.CheckType<T>();
        Require.SameLength(checked(size * size), matrix.Length, nameof(matrix));
        Require.SameLength(size, b.Length, nameof(b));
        if (!Factor(matrix, size))
            return false;
        for (var i = 0; i < size; i++)
        {
            var row = matrix.Slice((i * size) + i, size - i);
            b[i] /= row[0];
            BlockedCholesky<T>.AddTimes(b[(i + 1)..], row[1..], -b[i]);
        }

        for (var i = size - 1; i >= 0; i--)
        {
            var row = matrix.Slice((i * size) + i, size - i);
            b[i] = (b[i] - Dot<T>(row[1..], b[(i + 1)..])) / row[0];
        }

        return true;
    }

    /// <summary>Replaces the upper half of A by U with A = Uᵀ U.</summary>
    /// <returns>Whether A is positive definite to rounding.</returns>
    internal static bool Factor<T>(Span<T> matrix, int size) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var k = 0; k < size; k += 4)
        {
            var last = Math.Min(size, k + 4);
            for (var pivot = k; pivot < last; pivot++)
            {
                var row = matrix.Slice((pivot * size) + pivot, size - pivot);
                if (!(row[0] > T.Zero) || !T.IsFinite(row[0]))
                    return false;
                Divide(row, T.Sqrt(row[0]));
                for (var i = pivot + 1; i < last; i++)
                    BlockedCholesky<T>.AddTimes(matrix.Slice((i * size) + i, size - i), row[(i - pivot)..], -row[i - pivot]);
            }

            if (last < size)
                AddFour(matrix, size, last, matrix.Slice(k * size, size), matrix.Slice((k + 1) * size, size), matrix.Slice((k + 2) * size, size), matrix.Slice((k + 3) * size, size),
                    -T.One, -T.One, -T.One, -T.One);
        }

        return true;
    }

    /// <summary>The upper half from row and column <paramref name="first"/> on, two rows at a time: row i += Σ w x[i] x over four rows x.</summary>
    private static void AddFour<T>(
        Span<T> matrix, int size, int first, ReadOnlySpan<T> x0, ReadOnlySpan<T> x1, ReadOnlySpan<T> x2, ReadOnlySpan<T> x3, T w0, T w1, T w2, T w3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var s0 = ref MemoryMarshal.GetReference(x0);
        ref var s1 = ref MemoryMarshal.GetReference(x1);
        ref var s2 = ref MemoryMarshal.GetReference(x2);
        ref var s3 = ref MemoryMarshal.GetReference(x3);
        for (var i = first; i < size; i += 2)
        {
            var pair = i + 1 < size;
            ref var upper = ref matrix[i * size];
            ref var lower = ref pair ? ref matrix[(i + 1) * size] : ref upper;
            var (a0, a1, a2, a3) = (w0 * x0[i], w1 * x1[i], w2 * x2[i], w3 * x3[i]);
            var n = pair ? i + 1 : i;
            var (b0, b1, b2, b3) = (w0 * x0[n], w1 * x1[n], w2 * x2[n], w3 * x3[n]);
            var j = i;
            if (pair)
                j = Pair(ref upper, ref lower, ref s0, ref s1, ref s2, ref s3, i, size, a0, a1, a2, a3, b0, b1, b2, b3);
            for (; j < size; j++)
            {
                var (y0, y1, y2, y3) = (Unsafe.Add(ref s0, j), Unsafe.Add(ref s1, j), Unsafe.Add(ref s2, j), Unsafe.Add(ref s3, j));
                ref var to = ref Unsafe.Add(ref upper, j);
                to = T.FusedMultiplyAdd(a3, y3, T.FusedMultiplyAdd(a2, y2, T.FusedMultiplyAdd(a1, y1, T.FusedMultiplyAdd(a0, y0, to))));
                if (!pair)
                    continue;
                to = ref Unsafe.Add(ref lower, j);
                to = T.FusedMultiplyAdd(b3, y3, T.FusedMultiplyAdd(b2, y2, T.FusedMultiplyAdd(b1, y1, T.FusedMultiplyAdd(b0, y0, to))));
            }
        }
    }

    /// <summary>The part of two rows that fills whole vectors; gives the first column left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Pair<T>(
        ref T upper, ref T lower, ref T s0, ref T s1, ref T s2, ref T s3, int j, int size, T a0, T a1, T a2, T a3, T b0, T b1, T b2, T b3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var (p0, p1, p2, p3) = (Vector512.Create(a0), Vector512.Create(a1), Vector512.Create(a2), Vector512.Create(a3));
            var (q0, q1, q2, q3) = (Vector512.Create(b0), Vector512.Create(b1), Vector512.Create(b2), Vector512.Create(b3));
            for (; j + Vector512<T>.Count <= size; j += Vector512<T>.Count)
            {
                var (y0, y1) = (Vector512.LoadUnsafe(ref s0, (nuint)j), Vector512.LoadUnsafe(ref s1, (nuint)j));
                var (y2, y3) = (Vector512.LoadUnsafe(ref s2, (nuint)j), Vector512.LoadUnsafe(ref s3, (nuint)j));
                var first = Vector512.LoadUnsafe(ref upper, (nuint)j);
                var second = Vector512.LoadUnsafe(ref lower, (nuint)j);
                first = ProductKernel<T>.Fused(p3, y3, ProductKernel<T>.Fused(p2, y2, ProductKernel<T>.Fused(p1, y1, ProductKernel<T>.Fused(p0, y0, first))));
                second = ProductKernel<T>.Fused(q3, y3, ProductKernel<T>.Fused(q2, y2, ProductKernel<T>.Fused(q1, y1, ProductKernel<T>.Fused(q0, y0, second))));
                first.StoreUnsafe(ref upper, (nuint)j);
                second.StoreUnsafe(ref lower, (nuint)j);
            }
        }

        var (u0, u1, u2, u3) = (Vector.Create(a0), Vector.Create(a1), Vector.Create(a2), Vector.Create(a3));
        var (v0, v1, v2, v3) = (Vector.Create(b0), Vector.Create(b1), Vector.Create(b2), Vector.Create(b3));
        for (; j + Vector<T>.Count <= size; j += Vector<T>.Count)
        {
            var (y0, y1) = (Vector.LoadUnsafe(ref s0, (nuint)j), Vector.LoadUnsafe(ref s1, (nuint)j));
            var (y2, y3) = (Vector.LoadUnsafe(ref s2, (nuint)j), Vector.LoadUnsafe(ref s3, (nuint)j));
            var first = Vector.LoadUnsafe(ref upper, (nuint)j);
            var second = Vector.LoadUnsafe(ref lower, (nuint)j);
            first = ProductKernel<T>.Fused(u3, y3, ProductKernel<T>.Fused(u2, y2, ProductKernel<T>.Fused(u1, y1, ProductKernel<T>.Fused(u0, y0, first))));
            second = ProductKernel<T>.Fused(v3, y3, ProductKernel<T>.Fused(v2, y2, ProductKernel<T>.Fused(v1, y1, ProductKernel<T>.Fused(v0, y0, second))));
            first.StoreUnsafe(ref upper, (nuint)j);
            second.StoreUnsafe(ref lower, (nuint)j);
        }

        return j;
    }

    private static void Divide<T>(Span<T> row, T by) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (divisor, i) = (new Vector<T>(by), 0);
        for (; i + Vector<T>.Count <= row.Length; i += Vector<T>.Count)
            (new Vector<T>(row[i..]) / divisor).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] /= by;
    }

    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (sums, i) = (Vector<T>.Zero, 0);
        for (; i + Vector<T>.Count <= a.Length; i += Vector<T>.Count)
            sums = ProductKernel<T>.Fused(new Vector<T>(a[i..]), new Vector<T>(b[i..]), sums);
        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
            sum = T.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }
}
