using System.Runtime.InteropServices;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>A matrix (n, d) in compressed sparse rows: texts as counts, users with their items, hashed categories. Immutable.</summary>
/// <remarks>In each row columns rise strictly and values are finite; absent means 0. Memory: 8 bytes an entry, 8 a row. At most 2³¹ - 1 entries.</remarks>
public sealed class SparseMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;

    /// <summary>Takes ownership of the arrays: the caller does not change them afterwards.</summary>
    /// <param name="width">d.</param>
    /// <param name="starts">n + 1 places in <paramref name="columns"/>: row i holds those from starts[i] up to starts[i + 1].</param>
    /// <param name="columns">The column of each entry, rising strictly within a row.</param>
    /// <param name="values">The value of each entry.</param>
    /// <exception cref="ArgumentException">The arrays do not describe a matrix, or a value is not finite: the row is named.</exception>
    public SparseMatrix(int width, int[] starts, int[] columns, float[] values)
    {
        Width = Require.Positive(width);
        Require.SameLength(columns.Length, values.Length, nameof(values));
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != columns.Length)
            throw new ArgumentException($"Row starts must begin with 0 and end with the number of entries, {columns.Length}.", nameof(starts));
        for (var row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row + 1] < starts[row] || starts[row + 1] > columns.Length)
                throw new ArgumentException($"Row starts must not fall, but that of row {row + 1} does.", nameof(starts));
            for (var at = starts[row]; at < starts[row + 1]; at++)
            {
                if ((uint)columns[at] >= (uint)width || (at > starts[row] && columns[at] <= columns[at - 1]))
                    throw new ArgumentException($"Columns of a row must rise strictly from 0 to below {width}, but row {row} has {columns[at]} at place {at - starts[row]}.", nameof(columns));
                if (!float.IsFinite(values[at]))
                    throw new ArgumentException($"Values must be finite, but row {row} has {values[at]} in column {columns[at]}.", nameof(values));
            }
        }

        (_starts, _columns, _values) = (starts, columns, values);
    }

    /// <summary>n.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>How many entries are stored.</summary>
    public int Entries => _columns.Length;

    /// <summary>Row starts (n + 1).</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>The columns of all entries, row after row.</summary>
    public ReadOnlySpan<int> AllColumns => _columns;

    /// <summary>The values of all entries, row after row.</summary>
    public ReadOnlySpan<float> AllValues => _values;

    /// <summary>The columns of a row's entries, rising.</summary>
    public ReadOnlySpan<int> Columns(int row) => _columns.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The values of a row's entries.</summary>
    public ReadOnlySpan<float> Values(int row) => _values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The product of a row with a dense vector (at least d), summed in a fixed order: the same bits with any instruction set.</summary>
    /// <exception cref="ArgumentException">The vector is shorter than d.</exception>
    public double Dot(int row, ReadOnlySpan<double> dense)
    {
        RequireWidth(dense.Length);
        return SparseKernels.Dot(Columns(row), Values(row), dense);
    }

    /// <summary>Adds <paramref name="scale"/> times a row to a dense vector (at least d).</summary>
    /// <exception cref="ArgumentException">The vector is shorter than d.</exception>
    public void AddScaled(int row, double scale, Span<double> target)
    {
        RequireWidth(target.Length);
        SparseKernels.AddScaled(Columns(row), Values(row), scale, target);
    }

    /// <summary>The sum of the squares of a row's values.</summary>
    public double SquaredNorm(int row)
    {
        var sum = 0.0;
        foreach (var value in Values(row))
            sum += (double)value * value;
        return sum;
    }

    /// <summary>The same matrix (d, n) with rows and columns changed over. O(entries + n + d).</summary>
    public SparseMatrix Transpose()
    {
        var starts = new int[Width + 1];
        foreach (var column in _columns)
            starts[column + 1]++;
        for (var column = 0; column < Width; column++)
            starts[column + 1] += starts[column];
        var (next, columns, values) = (starts[..^1], new int[Entries], new float[Entries]);
        for (var row = 0; row < Rows; row++)
            for (var at = _starts[row]; at < _starts[row + 1]; at++)
            {
                var to = next[_columns[at]]++;
                (columns[to], values[to]) = (row, _values[at]);
            }

        return new SparseMatrix(Math.Max(1, Rows), starts, columns, values);
    }

    /// <summary>The rows at these places, in this order.</summary>
    public SparseMatrix Select(ReadOnlySpan<int> rows)
    {
        var starts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
            starts[i + 1] = checked(starts[i] + Columns(rows[i]).Length);
        var (columns, values) = (new int[starts[^1]], new float[starts[^1]]);
        for (var i = 0; i < rows.Length; i++)
        {
            Columns(rows[i]).CopyTo(columns.AsSpan(starts[i]));
            Values(rows[i]).CopyTo(values.AsSpan(starts[i]));
        }

        return new SparseMatrix(Width, starts, columns, values);
    }

    /// <summary>A hash over shape and entries.</summary>
    public ulong ContentHash()
    {
        var hash = StableHash.Of(MemoryMarshal.AsBytes<int>(_starts), (ulong)Width);
        hash = StableHash.Of(MemoryMarshal.AsBytes<int>(_columns), hash);
        return StableHash.Of(MemoryMarshal.AsBytes<float>(_values), hash);
    }

    private void RequireWidth(int length)
    {
        if (length < Width)
            throw new ArgumentException($"The dense vector must have at least {Width} values, but has {length}.", nameof(length));
    }
}
