using System.Runtime.InteropServices;
using Bellwether.Data.Formats;

namespace Bellwether.Learning.Sparse;

/// <summary>A few numbers for each column that has any that is not 0. Immutable.</summary>
internal sealed class ColumnWeights<T> where T : unmanaged, IEquatable<T>
{
    private readonly ColumnIndex _index;
    private readonly T[] _values;

    private ColumnWeights(int width, int[] columns, int stride, ReadOnlySpan<T> values)
    {
        (_index, Stride, Columns) = (new ColumnIndex(width, columns), stride, columns);
        _values = _index.Spread(columns, values, stride);
    }

    /// <summary>d.</summary>
    public int Width => _index.Width;

    /// <summary>How many numbers a column has.</summary>
    public int Stride { get; }

    /// <summary>The columns with numbers, rising.</summary>
    public int[] Columns { get; }

    /// <summary>Keeps of these columns (rising; null for 0, 1, …) those whose numbers (columns · stride) are not all 0.</summary>
    public static ColumnWeights<T> Of(int width, int[]? columns, int stride, ReadOnlySpan<T> values)
    {
        var (kept, numbers) = (new List<int>(), new List<T>());
        for (var i = 0; (long)i * stride < values.Length; i++)
        {
            var own = values.Slice(i * stride, stride);
            if (!own.ContainsAnyExcept(default(T)))
                continue;
            kept.Add(columns is null ? i : columns[i]);
            numbers.AddRange(own);
        }

        return new ColumnWeights<T>(width, [.. kept], stride, CollectionsMarshal.AsSpan(numbers));
    }

    /// <summary>The numbers of a column, or an empty span.</summary>
    public ReadOnlySpan<T> this[int column] => _index.IndexOf(column) is >= 0 and var slot ? _values.AsSpan(slot * Stride, Stride) : default;

    /// <summary>The only number of a column, or 0.</summary>
    public T Single(int column) => _index.IndexOf(column) is >= 0 and var slot ? _values[slot] : default;

    /// <summary>Writes columns and numbers.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Int32(Width);
        writer.Array<int>(Columns);
        var values = new T[Columns.Length * Stride];
        for (var i = 0; i < Columns.Length; i++)
            this[Columns[i]].CopyTo(values.AsSpan(i * Stride));
        writer.Array<T>(values);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">Columns do not rise within the width, or there are not so many numbers.</exception>
    public static ColumnWeights<T> Read(ModelReader reader, int stride)
    {
        var (width, columns, values) = (reader.Int32(), reader.Array<int>(), reader.Array<T>());
        for (var i = 0; i < columns.Length; i++)
            if ((uint)columns[i] >= (uint)width || (i > 0 && columns[i] <= columns[i - 1]))
                throw new ModelFormatException("Columns of a sparse model must rise within its width. The model was not written by Bellwether; train it again.");
        if (width < 1 || stride < 1 || (long)columns.Length * stride != values.Length)
            throw new ModelFormatException("A sparse model must have as many numbers as its columns need. The model was not written by Bellwether; train it again.");
        return new ColumnWeights<T>(width, columns, stride, values);
    }
}
