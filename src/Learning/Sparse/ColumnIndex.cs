namespace Bellwether.Learning.Sparse;

/// <summary>Finds the slot of a column among few of very many: slots are the columns themselves where most are used, else their rank, found by hashing. Immutable.</summary>
internal sealed class ColumnIndex
{
    private const int Free = -1;

    private readonly int[]? _keys;
    private readonly int[]? _slots;
    private readonly int _shift;

    /// <summary>Knows these columns (rising strictly from 0 to below the width).</summary>
    public ColumnIndex(int width, ReadOnlySpan<int> columns)
    {
        Width = width;
        Slots = width;
        if (columns.Length >= width / 8)
            return;
        Slots = columns.Length;
        var bits = 1;
        while (1L << bits < 2L * columns.Length)
            bits++;
        (_keys, _slots, _shift) = (new int[1 << bits], new int[1 << bits], 32 - bits);
        _keys.AsSpan().Fill(Free);
        for (var i = 0; i < columns.Length; i++)
        {
            var at = Home(columns[i]);
            while (_keys[at] != Free)
                at = (at + 1) & (_keys.Length - 1);
            (_keys[at], _slots[at]) = (columns[i], i);
        }
    }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>How many slots there are: d, or the number of columns known.</summary>
    public int Slots { get; }

    /// <summary>Whether a column is its own slot.</summary>
    public bool IsDirect => _keys is null;

    /// <summary>The slot of a column; -1 for an unknown one.</summary>
    public int IndexOf(int column)
    {
        if (_keys is null)
            return (uint)column < (uint)Width ? column : -1;
        if (column < 0)
            return -1;
        for (var at = Home(column); ; at = (at + 1) & (_keys.Length - 1))
        {
            if (_keys[at] == column)
                return _slots![at];
            if (_keys[at] == Free)
                return -1;
        }
    }

    /// <summary>Spreads values (columns · stride), column after column, over the slots.</summary>
    public T[] Spread<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, int stride)
    {
        var spread = new T[checked(Slots * stride)];
        for (var i = 0; i < columns.Length; i++)
            values.Slice(i * stride, stride).CopyTo(spread.AsSpan((IsDirect ? columns[i] : i) * stride));
        return spread;
    }

    private int Home(int column) => (int)(unchecked((uint)column * 0x9E3779B1u) >> _shift);
}
