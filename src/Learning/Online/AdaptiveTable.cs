using System.Runtime.CompilerServices;

namespace Bellwether.Learning.Online;

/// <summary>A few numbers for every column met so far, in memory that grows with the columns and not with the width: a hash table with open addressing, which
/// becomes a plain array once that is no larger.</summary>
internal sealed class AdaptiveTable<T> where T : unmanaged
{
    private const int Free = -1, SmallWidth = 4_096;

    private readonly int _stride;
    private int[]? _keys;
    private int _shift;

    public AdaptiveTable(int width, int stride)
    {
        (Width, _stride, Values) = (width, stride, []);
        if (width <= SmallWidth)
            Values = new T[width * stride];
        else
            Resize(10);
    }

    /// <summary>d.</summary>
    public int Width { get; }

    /// <summary>How many columns have numbers; d once the table is plain.</summary>
    public int Count => _keys is null ? Width : _count;

    /// <summary>All numbers; those of a column begin at what <see cref="Find"/> says.</summary>
    public T[] Values { get; private set; }

    private int _count;

    /// <summary>Where the numbers of a column begin; -1 when it has none yet. The column is from 0 to below the width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int column)
    {
        if (_keys is null)
            return column * _stride;
        for (var at = Home(column); ; at = (at + 1) & (_keys.Length - 1))
        {
            if (_keys[at] == column)
                return at * _stride;
            if (_keys[at] == Free)
                return -1;
        }
    }

    /// <summary>Makes room for so many new columns, so that places found until they are added stay where they are.</summary>
    public void Reserve(int columns)
    {
        while (_keys is not null && _count + columns > _keys.Length / 2)
            Resize(32 - _shift + 1);
    }

    /// <summary>Where the numbers of a column begin, zeros for a new one. Call <see cref="Reserve"/> before.</summary>
    public int FindOrAdd(int column)
    {
        if (_keys is null)
            return column * _stride;
        for (var at = Home(column); ; at = (at + 1) & (_keys.Length - 1))
        {
            if (_keys[at] == column)
                return at * _stride;
            if (_keys[at] != Free)
                continue;
            (_keys[at], _count) = (column, _count + 1);
            return at * _stride;
        }
    }

    /// <summary>The columns that have numbers, rising.</summary>
    public int[] Columns() => _keys is null ? [.. Enumerable.Range(0, Width)] : [.. _keys.Where(k => k != Free).Order()];

    private void Resize(int bits)
    {
        var (keys, values) = (_keys, Values);
        var plain = (1L << bits) * (sizeof(int) + ((long)_stride * Unsafe.SizeOf<T>())) >= (long)Width * _stride * Unsafe.SizeOf<T>();
        if (!plain && ((1L << bits) * _stride > Array.MaxLength || bits > 30))
            throw new InvalidOperationException("An online learner must meet fewer than 2^29 columns. Hash to fewer.");
        (_keys, _shift) = plain ? (null, 0) : (new int[1 << bits], 32 - bits);
        Values = new T[plain ? checked(Width * _stride) : (1 << bits) * _stride];
        _keys?.AsSpan().Fill(Free);
        _count = 0;
        for (var at = 0; at < keys?.Length; at++)
            if (keys[at] != Free)
                values.AsSpan(at * _stride, _stride).CopyTo(Values.AsSpan(FindOrAdd(keys[at])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(int column) => (int)(unchecked((uint)column * 0x9E3779B1u) >> _shift);
}
