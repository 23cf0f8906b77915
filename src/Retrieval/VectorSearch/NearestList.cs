using System.Runtime.CompilerServices;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>The nearest slots so far, sorted, at most <see cref="Limit"/> of them; each can be marked as expanded. Equal distances are ordered by slot, so the content does not depend on
/// the order of insertion.</summary>
/// <remarks>A key holds the distance in 32 bits that sort as it does, the slot in 31, the mark in one. A sorted array beats a heap up to some thousand entries: most insertions are refused by one
/// comparison, and the nearest one not yet expanded is found at once.</remarks>
internal sealed class NearestList
{
    private ulong[] _keys = new ulong[64];
    private int _next;

    public int Limit { get; private set; }

    public int Count { get; private set; }

    /// <summary>The key above which nothing is taken any more.</summary>
    public ulong Worst { get; private set; }

    public ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    public void Reset(int limit)
    {
        if (_keys.Length < limit)
            _keys = new ulong[Math.Max(limit, _keys.Length * 2)];
        (Limit, Count, _next, Worst) = (limit, 0, 0, ulong.MaxValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Key(float distance, int slot)
    {
        var bits = BitConverter.SingleToInt32Bits(distance);
        var sortable = (uint)bits ^ ((uint)(bits >> 31) | 0x80000000u);
        return ((ulong)sortable << 32) | ((ulong)(uint)slot << 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SlotOf(ulong key) => (int)((uint)key >> 1);

    public static float DistanceOf(ulong key)
    {
        var sortable = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((sortable & 0x80000000u) != 0 ? sortable ^ 0x80000000u : ~sortable);
    }

    /// <summary>Takes a slot that is not yet in the list, where it is near enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float distance, int slot)
    {
        var key = Key(distance, slot);
        if (key < Worst)
            Insert(key);
    }

    private void Insert(ulong key)
    {
        var keys = _keys;
        var (low, count) = (0, Count);
        while (count > 0)
        {
            var half = count >> 1;
            var above = keys[low + half] < key;
            low = above ? low + half + 1 : low;
            count = above ? count - half - 1 : half;
        }

        var end = Count < Limit ? Count++ : Limit - 1;
        keys.AsSpan(low, end - low).CopyTo(keys.AsSpan(low + 1));
        keys[low] = key;
        if (low < _next)
            _next = low;
        if (Count == Limit)
            Worst = keys[Limit - 1];
    }

    /// <summary>Marks the nearest slot that is not marked, and returns it; -1 when all are.</summary>
    public int TakeNearest()
    {
        var keys = _keys;
        for (var i = _next; i < Count; i++)
            if ((keys[i] & 1) == 0)
            {
                keys[i] |= 1;
                _next = i + 1;
                return SlotOf(keys[i]);
            }

        _next = Count;
        return -1;
    }

    /// <summary>The slot that <see cref="TakeNearest"/> would take now, or -1; a guess good enough for fetching ahead.</summary>
    public int PeekNearest() => _next < Count && (_keys[_next] & 1) == 0 ? SlotOf(_keys[_next]) : -1;
}
