using System.Runtime.CompilerServices;
using Bellwether.Numerics;

namespace Bellwether.Learning.Embeddings;

/// <summary>Rows (n, d) of floats, each padded with zeros to whole groups of 16 and aligned to 64 bytes, at a fixed place in memory.</summary>
/// <remarks>Kernels then need no tail and no load crosses a cache line.</remarks>
internal sealed unsafe class RowTable
{
    private readonly float[] _memory;

    public RowTable(int rows, int dimension)
    {
        (Rows, Dimension, Stride) = (rows, dimension, (Require.Positive(dimension) + Lanes.Width - 1) / Lanes.Width * Lanes.Width);
        _memory = GC.AllocateArray<float>(checked((rows * Stride) + Lanes.Width), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref _memory[0]);
        First = (float*)((address + 63) & ~63);
    }

    public int Rows { get; }

    public int Dimension { get; }

    /// <summary>From one row to the next, in floats.</summary>
    public int Stride { get; }

    public float* First { get; }

    public float* this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => First + ((nint)row * Stride);
    }

    /// <summary>Row <paramref name="row"/> (d).</summary>
    public Span<float> Span(int row) => new(this[row], Dimension);

    /// <summary>All rows without padding (n·d).</summary>
    public float[] ToArray()
    {
        var values = new float[Rows * Dimension];
        for (var row = 0; row < Rows; row++)
            Span(row).CopyTo(values.AsSpan(row * Dimension));
        return values;
    }

    public static RowTable Of(ReadOnlySpan<float> values, int rows, int dimension)
    {
        var table = new RowTable(rows, dimension);
        for (var row = 0; row < rows; row++)
            values.Slice(row * dimension, dimension).CopyTo(table.Span(row));
        return table;
    }
}
