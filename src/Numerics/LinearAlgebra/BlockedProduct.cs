using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>C (m, n) = ± A B, or C += ± A B: packed panels, blocked for the caches, shared out by rows of C.</summary>
/// <remarks>Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008). An element of C is the sum, over blocks of
/// <see cref="Depth"/>, of one chain of fused multiply-adds each: neither threads nor the width of vectors nor the other block sizes change a bit.</remarks>
internal sealed unsafe class BlockedProduct<T>(ProductOperand<T> a, ProductOperand<T> b, T* c, nint stride, int threads) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Steps of the inner dimension per block.</summary>
    public const int Depth = 256;

    private const int WideRows = 144;
    private const int MostColumns = 3072;

    private static readonly int TileRows = ProductKernel<T>.Rows;
    private static readonly int TileColumns = ProductKernel<T>.Columns;

    /// <summary>Whether C is added to, not written.</summary>
    public bool Add { get; init; }

    /// <summary>Whether the product is subtracted or written negated.</summary>
    public bool Negate { get; init; }

    /// <summary>Whether only tiles that touch the lower half of C are computed; others keep what they held, or 0 where C is written.</summary>
    public bool LowerOnly { get; init; }

    /// <summary>Does the work.</summary>
    public void Run(int rows, int columns, int depth, CancellationToken cancellationToken)
    {
        var sparse = a.Shape != Triangle.None || b.Shape != Triangle.None || LowerOnly;
        if (!Add && (sparse || depth == 0))
            for (var row = 0; row < rows; row++)
                new Span<T>(c + (row * stride), columns).Clear();
        var blockRows = BlockRows(rows);
        var most = Math.Min(columns, MostColumns / TileColumns * TileColumns);
        var packedSize = RoundUp(most, TileColumns) * Math.Min(depth, Depth);
        var shared = ArrayPool<T>.Shared.Rent(packedSize + 64);
        fixed (T* unaligned = shared)
        {
            var packed = Align(unaligned);
            for (var column = 0; column < columns; column += most)
            {
                var width = Math.Min(most, columns - column);
                for (var step = 0; step < depth; step += Depth)
                {
                    var (steps, add, at, from) = (Math.Min(Depth, depth - step), Add || sparse || step > 0, column, step);
                    Pack(packed, at, width, from, steps);
                    Fork.Run((rows + blockRows - 1) / blockRows, threads, block => RowBlock(
                        packed, block * blockRows, Math.Min(rows, (block + 1) * blockRows), at, width, from, steps, add), cancellationToken);
                }
            }
        }

        ArrayPool<T>.Shared.Return(shared);
    }

    /// <summary>Rows of C per piece of work: as many as keep the packed rows of A in the second cache, fewer where threads would idle.</summary>
    private int BlockRows(int rows)
    {
        var pieces = threads * (LowerOnly ? 6 : 2);
        return threads == 1 ? WideRows : Math.Min(WideRows, RoundUp(Math.Max(1, (rows + pieces - 1) / pieces), TileRows));
    }

    private void Pack(T* packed, int column, int width, int step, int steps)
    {
        var panels = (width + TileColumns - 1) / TileColumns;
        Fork.Blocks(panels, 8, (long)width * steps > 100_000 ? threads : 1, (first, last) =>
        {
            for (var panel = first; panel < last; panel++)
                PackB(packed + (panel * TileColumns * steps), b.At(step, column + (panel * TileColumns)), Math.Min(TileColumns, width - (panel * TileColumns)), steps);
        });
    }

    private void PackB(T* to, T* from, int width, int steps)
    {
        if (b.ColumnStride == 1)
        {
            for (var k = 0; k < steps; k++, to += TileColumns, from += b.RowStride)
            {
                new ReadOnlySpan<T>(from, width).CopyTo(new Span<T>(to, width));
                new Span<T>(to + width, TileColumns - width).Clear();
            }

            return;
        }

        for (var j = 0; j < TileColumns; j++)
            for (var k = 0; k < steps; k++)
                to[(k * TileColumns) + j] = j < width ? from[(k * b.RowStride) + (j * b.ColumnStride)] : T.Zero;
    }

    private void PackA(T* to, T* from, int height, int steps)
    {
        if (a.RowStride == 1 && height == TileRows && !Negate)
        {
            for (var k = 0; k < steps; k++, to += TileRows, from += a.ColumnStride)
                new ReadOnlySpan<T>(from, TileRows).CopyTo(new Span<T>(to, TileRows));
            return;
        }

        for (var i = 0; i < TileRows; i++)
        {
            if (i >= height)
            {
                for (var k = 0; k < steps; k++)
                    to[(k * TileRows) + i] = T.Zero;
                continue;
            }

            var source = from + (i * a.RowStride);
            if (Negate)
                for (var k = 0; k < steps; k++)
                    to[(k * TileRows) + i] = -source[k * a.ColumnStride];
            else
                for (var k = 0; k < steps; k++)
                    to[(k * TileRows) + i] = source[k * a.ColumnStride];
        }
    }

    private void RowBlock(T* packed, int firstRow, int lastRow, int column, int width, int step, int steps, bool add)
    {
        if ((LowerOnly && column >= lastRow) || (a.Shape == Triangle.Lower && step >= lastRow) || (a.Shape == Triangle.Upper && step + steps <= firstRow))
            return;
        var rented = ArrayPool<T>.Shared.Rent((RoundUp(lastRow - firstRow, TileRows) * steps) + 64);
        fixed (T* unaligned = rented)
        {
            var rows = Align(unaligned);
            for (var row = firstRow; row < lastRow; row += TileRows)
                PackA(rows + ((row - firstRow) * steps), a.At(row, step), Math.Min(TileRows, lastRow - row), steps);
            for (var at = 0; at < width; at += TileColumns)
            {
                if ((LowerOnly && column + at >= lastRow) || (b.Shape == Triangle.Lower && column + at >= step + steps) || (b.Shape == Triangle.Upper && column + at + TileColumns <= step))
                    continue;
                for (var row = firstRow; row < lastRow; row += TileRows)
                    if (!LowerOnly || column + at < row + TileRows)
                        Tile(rows + ((row - firstRow) * steps), packed + (at * steps), steps, row, Math.Min(TileRows, lastRow - row), column + at, Math.Min(TileColumns, width - at), add);
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    [SkipLocalsInit]
    private void Tile(T* left, T* right, int steps, int row, int height, int column, int width, bool add)
    {
        var to = c + (row * stride) + column;
        if (height == TileRows && width == TileColumns)
        {
            ProductKernel<T>.Tile(left, right, steps, to, stride, add);
            return;
        }

        var tile = stackalloc T[ProductKernel<T>.Largest];
        ProductKernel<T>.Tile(left, right, steps, tile, TileColumns, add: false);
        for (var i = 0; i < height; i++)
            for (var j = 0; j < width; j++)
                to[(i * stride) + j] = add ? to[(i * stride) + j] + tile[(i * TileColumns) + j] : tile[(i * TileColumns) + j];
    }

    private static T* Align(T* pointer) => (T*)(((nuint)pointer + 63) & ~(nuint)63);

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
