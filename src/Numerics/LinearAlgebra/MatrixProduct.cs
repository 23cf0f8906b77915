using System.Numerics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Products of dense matrices of <see cref="float"/> or <see cref="double"/>, row after row, at the speed of the processor's multipliers.</summary>
/// <remarks>Deterministic: the same bits at any number of threads and with any instruction set. An element of the result is a sum over blocks of
/// 256 steps of the inner dimension, each block one chain of fused multiply-adds. Nothing is checked for being finite. Scratch comes from the shared pool.
/// Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008); Van Zee and van de Geijn, "BLIS" (2015).</remarks>
public static unsafe class MatrixProduct
{
    /// <summary>C (m, n) = A (m, k) B (k, n). With a transpose, the operand is stored the other way: A as (k, m), B as (n, k).</summary>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">The result; must not overlap A or B.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="depth">k.</param>
    /// <param name="transposeA">Whether A is stored as (k, m).</param>
    /// <param name="transposeB">Whether B is stored as (n, k).</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="cancellationToken">Checked once per block.</param>
    /// <exception cref="ArgumentException">A length does not agree with the shape.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int rows, int columns, int depth,
        bool transposeA = false, bool transposeB = false, int threads = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckType<T>();
        Require.Positive(threads);
        Require.SameLength(checked(rows * depth), a.Length, nameof(a));
        Require.SameLength(checked(depth * columns), b.Length, nameof(b));
        Require.SameLength(checked(rows * columns), c.Length, nameof(c));
        fixed (T* left = a, right = b, result = c)
        {
            var first = transposeA ? new ProductOperand<T>(left, 1, rows) : new ProductOperand<T>(left, depth, 1);
            var second = transposeB ? new ProductOperand<T>(right, 1, depth) : new ProductOperand<T>(right, columns, 1);
            new BlockedProduct<T>(first, second, result, columns, threads).Run(rows, columns, depth, cancellationToken);
        }
    }

    /// <summary>The Gram matrix (d, d) = Xᵀ X of X (n, d): symmetric to the bit, half the work of <see cref="Multiply"/>.</summary>
    /// <param name="x">X.</param>
    /// <param name="width">d.</param>
    /// <param name="gram">The result; must not overlap X.</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="cancellationToken">Checked once per block.</param>
    /// <exception cref="ArgumentException">A length does not agree with the shape.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static void Gram<T>(ReadOnlySpan<T> x, int width, Span<T> gram, int threads = 1, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckType<T>();
        Require.Positive(threads);
        Require.Positive(width);
        Require.SameLength(x.Length / width * width, x.Length, nameof(x));
        Require.SameLength(checked(width * width), gram.Length, nameof(gram));
        fixed (T* rows = x, result = gram)
            new BlockedProduct<T>(new ProductOperand<T>(rows, 1, width), new ProductOperand<T>(rows, width, 1), result, width, threads) { LowerOnly = true }
                .Run(width, width, x.Length / width, cancellationToken);
        Mirror(gram, width);
    }

    /// <summary>Copies the lower half of a square matrix (n, n) to the upper.</summary>
    internal static void Mirror<T>(Span<T> matrix, int size)
    {
        const int Block = 32;
        for (var top = 0; top < size; top += Block)
            for (var left = 0; left <= top; left += Block)
                for (var i = top; i < Math.Min(size, top + Block); i++)
                    for (var j = left; j < Math.Min(i, left + Block); j++)
                        matrix[(j * size) + i] = matrix[(i * size) + j];
    }

    internal static void CheckType<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"The numbers must be float or double, but are {typeof(T).Name}.");
    }
}
