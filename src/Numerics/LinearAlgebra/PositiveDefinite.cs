using System.Numerics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Factors, inverts and solves with large symmetric positive definite matrices (n, n) of <see cref="float"/> or <see cref="double"/>, on several threads.</summary>
/// <remarks>For small or nearly singular ones see <see cref="Cholesky"/>. Deterministic: the same bits at any number of threads and with any instruction
/// set. Factor: n³/3 multiply-adds' flops, inverse n³, in place but for one matrix more. Golub and Van Loan, Matrix Computations, section 4.2.9 (blocked).</remarks>
public static unsafe class PositiveDefinite
{
    /// <summary>Replaces A by L with A = L Lᵀ: L in the lower half, zeros above. Only the lower half of A is read.</summary>
    /// <param name="matrix">A (n²), row after row.</param>
    /// <param name="size">n.</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="cancellationToken">Checked once per block.</param>
    /// <returns>Whether A is positive definite to rounding; if not, its content is undefined afterwards.</returns>
    /// <exception cref="ArgumentException">The length is not n².</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static bool Factor<T>(Span<T> matrix, int size, int threads = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(matrix, size, threads);
        fixed (T* origin = matrix)
        {
            if (!new BlockedCholesky<T>(origin, size, threads, cancellationToken).Factor())
                return false;
        }

        for (var row = 0; row < size; row++)
            matrix.Slice((row * size) + row + 1, size - row - 1).Clear();
        return true;
    }

    /// <summary>Replaces A by its inverse, symmetric to the bit. Only the lower half of A is read.</summary>
    /// <inheritdoc cref="Factor"/>
    public static bool Invert<T>(Span<T> matrix, int size, int threads = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!Factor(matrix, size, threads, cancellationToken))
            return false;
        var inverse = new T[matrix.Length];
        fixed (T* lower = matrix, scratch = inverse)
        {
            var work = new BlockedCholesky<T>(lower, size, threads, cancellationToken);
            work.InvertFactor(scratch);
            work.Square(scratch);
        }

        MatrixProduct.Mirror(matrix, size);
        return true;
    }

    /// <summary>Replaces b (n) by x with L Lᵀ x = b.</summary>
    /// <param name="factor">L from <see cref="Factor"/>.</param>
    /// <param name="size">n.</param>
    /// <param name="b">The right side; the solution afterwards.</param>
    public static void Solve<T>(ReadOnlySpan<T> factor, int size, Span<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Require.SameLength(checked(size * size), factor.Length, nameof(factor));
        Require.SameLength(size, b.Length, nameof(b));
        for (var i = 0; i < size; i++)
        {
            var row = factor.Slice(i * size, i + 1);
            b[i] = (b[i] - Dot(row[..i], b[..i])) / row[i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            var row = factor.Slice(i * size, i + 1);
            b[i] /= row[i];
            BlockedCholesky<T>.AddTimes(b[..i], row[..i], -b[i]);
        }
    }

    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = [T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero, T.Zero];
        var i = 0;
        for (; i + 8 <= a.Length; i += 8)
            for (var lane = 0; lane < 8; lane++)
                lanes[lane] = T.FusedMultiplyAdd(a[i + lane], b[i + lane], lanes[lane]);
        var sum = ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
        for (; i < a.Length; i++)
            sum = T.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    private static void Check<T>(Span<T> matrix, int size, int threads)
    {
        MatrixProduct.CheckType<T>();
        Require.Positive(size);
        Require.Positive(threads);
        Require.SameLength(checked(size * size), matrix.Length, nameof(matrix));
    }
}
