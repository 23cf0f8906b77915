using System.Numerics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>The parts of a blocked Cholesky factorization and inverse, all of whose weight lies in <see cref="BlockedProduct{T}"/>.</summary>
internal sealed unsafe class BlockedCholesky<T>(T* matrix, int size, int threads, CancellationToken cancellationToken) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of a diagonal block.</summary>
    public const int Block = 128;

    /// <summary>Replaces the lower half by L, block column after block column; the upper half is spoilt.</summary>
    public bool Factor()
    {
        var (upper, inverse, panel) = (new T[Block * Block], new T[Block * Block], new T[size * Block]);
        for (var at = 0; at < size; at += Block)
        {
            var width = Math.Min(Block, size - at);
            if (!FactorDiagonal(at, width, upper))
                return false;
            var below = size - at - width;
            if (below == 0)
                continue;
            InvertUpper(upper, inverse, width);
            var to = At(at + width, at);
            var side = At(at + width, at + width);
            fixed (T* solved = panel, triangle = inverse)
            {
                // L21 = A21 L11⁻ᵀ, then A22 -= L21 L21ᵀ.
                new BlockedProduct<T>(new ProductOperand<T>(to, size, 1), new ProductOperand<T>(triangle, width, 1), solved, width, threads)
                    .Run(below, width, width, cancellationToken);
                for (var row = 0; row < below; row++)
                    new ReadOnlySpan<T>(solved + (row * width), width).CopyTo(new Span<T>(to + ((nint)row * size), width));
                new BlockedProduct<T>(new ProductOperand<T>(solved, width, 1), new ProductOperand<T>(solved, 1, width), side, size, threads) { Add = true, Negate = true, LowerOnly = true }
                    .Run(below, below, width, cancellationToken);
            }
        }

        return true;
    }

    /// <summary>Replaces L, with zeros above it, by its inverse: halves are inverted one by one, then joined.</summary>
    /// <param name="scratch">n² numbers.</param>
    public void InvertFactor(T* scratch) => InvertFactor(0, size, scratch);

    /// <summary>Replaces X = L⁻¹ by A⁻¹ = Xᵀ X in its lower half.</summary>
    public void Square(T* scratch)
    {
        new ReadOnlySpan<T>(matrix, size * size).CopyTo(new Span<T>(scratch, size * size));
        new BlockedProduct<T>(new ProductOperand<T>(scratch, 1, size, Triangle.Upper), new ProductOperand<T>(scratch, size, 1, Triangle.Lower), matrix, size, threads) { LowerOnly = true }
            .Run(size, size, size, cancellationToken);
    }

    /// <summary>y += x·times, element for element with one rounding each.</summary>
    public static void AddTimes(Span<T> y, ReadOnlySpan<T> x, T times)
    {
        var (factor, i) = (new Vector<T>(times), 0);
        for (; i + Vector<T>.Count <= x.Length; i += Vector<T>.Count)
            ProductKernel<T>.Fused(new Vector<T>(x[i..]), factor, new Vector<T>(y[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = T.FusedMultiplyAdd(x[i], times, y[i]);
    }

    private T* At(int row, int column) => matrix + ((nint)row * size) + column;

    private void InvertFactor(int first, int count, T* scratch)
    {
        if (count <= Block)
        {
            InvertDiagonal(first, count);
            return;
        }

        var head = (count / 2 + Block - 1) / Block * Block;
        var tail = count - head;
        InvertFactor(first, head, scratch);
        InvertFactor(first + head, tail, scratch);

        // X21 = -X22 (L21 X11).
        var corner = At(first + head, first);
        var left = At(first, first);
        var right = At(first + head, first + head);
        new BlockedProduct<T>(new ProductOperand<T>(corner, size, 1), new ProductOperand<T>(left, size, 1, Triangle.Lower), scratch, head, threads)
            .Run(tail, head, head, cancellationToken);
        new BlockedProduct<T>(new ProductOperand<T>(right, size, 1, Triangle.Lower), new ProductOperand<T>(scratch, head, 1), corner, size, threads) { Negate = true }
            .Run(tail, head, tail, cancellationToken);
    }

    private void InvertDiagonal(int at, int width)
    {
        var (upper, inverse) = (new T[width * width], new T[width * width]);
        for (var i = 0; i < width; i++)
            for (var j = 0; j <= i; j++)
                upper[(j * width) + i] = At(at + i, at)[j];
        InvertUpper(upper, inverse, width);
        for (var i = 0; i < width; i++)
            for (var j = 0; j <= i; j++)
                At(at + i, at)[j] = inverse[(j * width) + i];
    }

    /// <summary>Factors a diagonal block as Uᵀ U, row after row of U, and writes L = Uᵀ back.</summary>
    private bool FactorDiagonal(int at, int width, T[] upper)
    {
        for (var i = 0; i < width; i++)
            for (var j = 0; j <= i; j++)
                upper[(j * width) + i] = At(at + i, at)[j];
        if (!SmallSystem.Factor<T>(upper.AsSpan(0, width * width), width))
            return false;
        for (var i = 0; i < width; i++)
            for (var j = 0; j <= i; j++)
                At(at + i, at)[j] = upper[(j * width) + i];
        return true;
    }

    /// <summary>The inverse of an upper triangle (width, width), with zeros below, from its last row to its first.</summary>
    private static void InvertUpper(ReadOnlySpan<T> upper, Span<T> inverse, int width)
    {
        inverse[..(width * width)].Clear();
        for (var i = width - 1; i >= 0; i--)
        {
            var row = inverse.Slice(i * width, width);
            for (var j = i + 1; j < width; j++)
                AddTimes(row[j..], inverse.Slice((j * width) + j, width - j), -upper[(i * width) + j]);
            row[i] = T.One;
            for (var j = i; j < width; j++)
                row[j] /= upper[(i * width) + i];
        }
    }
}
