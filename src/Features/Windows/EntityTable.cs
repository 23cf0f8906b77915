using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bellwether.Features.Windows;

/// <summary>The entities of one kind: open addressing from the 64-bit hash of a key to a slot, and the slots in the order of last use.</summary>
/// <remarks>Keys are known by hash only: among n keys, two share their state with probability about n²/2^65, 3e-8 for a million and
/// 3e-4 for a hundred million. All that is kept of an entity beside its events lies together, in one cache line where it fits: the waits
/// for memory are what an event costs. The links of the order of use lie apart, so close together that they stay in the cache.</remarks>
internal sealed class EntityTable
{
    private const long Free = -1;
    private const long Gone = long.MinValue;
    private const int KeyAt = 0, NewestAt = 1, HeaderWords = 2, LineWords = 8;

    // The upper half of the hash and the slot in one word: a probe touches one cache line, and the entity only when it is the one.
    private long[] _index = NewIndex(16);
    private long[] _slots;
    private (int Older, int Newer)[] _links = new (int, int)[8];
    private int _base;
    private readonly int _stride;
    private readonly Stack<int> _free = new();
    private int _oldest = -1, _latest = -1;

    /// <summary>An empty table.</summary>
    /// <param name="words">How many 64-bit words beside its key and time are kept of an entity; 0 in a new one.</param>
    public EntityTable(int words)
    {
        var needed = HeaderWords + words;
        // Small entities share a line evenly, larger ones begin with one: none straddles two that fits into one.
        _stride = needed <= LineWords ? (int)BitOperations.RoundUpToPowerOf2((uint)needed) : (needed + LineWords - 1) / LineWords * LineWords;
        _slots = Room(_links.Length);
    }

    /// <summary>How many entities are known.</summary>
    public int Count { get; private set; }

    /// <summary>One past the largest slot ever used.</summary>
    public int Slots { get; private set; }

    /// <summary>The entity that was applied to longest ago, or -1.</summary>
    public int Oldest => _oldest;

    /// <summary>The next entity in the order of last use, or -1.</summary>
    public int After(int slot) => _links[slot].Newer;

    /// <summary>The time of the newest event of an entity.</summary>
    public long Newest(int slot) => _slots[_base + (slot * _stride) + NewestAt];

    /// <summary>The key's hash.</summary>
    public ulong Key(int slot) => unchecked((ulong)_slots[_base + (slot * _stride) + KeyAt]);

    /// <summary>The first of the words kept of an entity, to be read as what the caller keeps there; valid until the next new entity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long Words(int slot, int from) => ref _slots[_base + (slot * _stride) + HeaderWords + from];

    /// <summary>All memory taken.</summary>
    public long Bytes => ((long)_index.Length * 8) + ((long)_slots.Length * 8) + ((long)_links.Length * 8);

    /// <summary>The slot of a key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong key)
    {
        var mask = _index.Length - 1;
        for (var i = (int)key & mask; ; i = (i + 1) & mask)
        {
            var entry = _index[i];
            if (entry == Free)
                return -1;
            if ((ulong)entry >> 32 == key >> 32 && Key((int)entry) == key)
                return (int)entry;
        }
    }

    /// <summary>The slot where a key probably lies, judged by half of its hash, or -1: one cache line is read, and no entity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindLikely(ulong key)
    {
        var mask = _index.Length - 1;
        for (var i = (int)key & mask; ; i = (i + 1) & mask)
        {
            var entry = _index[i];
            if (entry == Free)
                return -1;
            if ((ulong)entry >> 32 == key >> 32)
                return (int)entry;
        }
    }

    /// <summary>The slot of a key, or -1, given where it was or probably is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Confirm(ulong key, int slot) => slot >= 0 && Key(slot) == key && Newest(slot) != Gone ? slot : Find(key);

    /// <summary>Asks for the memory in which a key is looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong key) => Memory.Prefetch(_index, (int)key & (_index.Length - 1));

    /// <summary>Asks for an entity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchEntity(int slot)
    {
        for (var word = 0; word < _stride; word += LineWords)
            Memory.Prefetch(_slots, _base + (slot * _stride) + word);
        Memory.Prefetch(_links, slot);
    }

    /// <summary>Moves a key to the latest place.</summary>
    /// <param name="key">The key's hash.</param>
    /// <param name="slot">What <see cref="Find"/> gave for it; -1 makes it new.</param>
    /// <param name="time">The time of its event.</param>
    /// <returns>Its slot.</returns>
    public int Touch(ulong key, int slot, long time)
    {
        if (slot < 0)
        {
            slot = Add(key);
            SetNewest(slot, time);
        }
        else
        {
            SetNewest(slot, Math.Max(Newest(slot), time));
            if (slot == _latest)
                return slot;
            Unlink(slot);
        }

        Link(slot);
        return slot;
    }

    /// <summary>Forgets an entity.</summary>
    public void Remove(int slot)
    {
        Unlink(slot);
        var mask = _index.Length - 1;
        var hole = (int)Key(slot) & mask;
        while ((int)_index[hole] != slot)
            hole = (hole + 1) & mask;
        for (var i = (hole + 1) & mask; _index[i] != Free; i = (i + 1) & mask)
        {
            var home = (int)Key((int)_index[i]) & mask;
            if (((i - home) & mask) >= ((i - hole) & mask))
            {
                _index[hole] = _index[i];
                hole = i;
            }
        }

        _index[hole] = Free;
        SetNewest(slot, Gone);
        _free.Push(slot);
        Count--;
    }

    private int Add(ulong key)
    {
        if ((Count + 1) * 2 > _index.Length)
            Grow();
        if (!_free.TryPop(out var slot))
        {
            slot = Slots++;
            if (slot == _links.Length)
                Widen();
        }

        var at = _base + (slot * _stride);
        _slots.AsSpan(at, _stride).Clear();
        _slots[at + KeyAt] = unchecked((long)key);
        Place(key, slot);
        Count++;
        return slot;
    }

    private void Grow()
    {
        var before = _index;
        _index = NewIndex(before.Length * 2);
        foreach (var entry in before)
            if (entry != Free)
                Place(Key((int)entry), (int)entry);
    }

    private void Place(ulong key, int slot)
    {
        var mask = _index.Length - 1;
        var i = (int)key & mask;
        while (_index[i] != Free)
            i = (i + 1) & mask;
        _index[i] = unchecked((long)(key >> 32 << 32)) | (uint)slot;
    }

    private static long[] NewIndex(int length)
    {
        var index = new long[length];
        Array.Fill(index, Free);
        return index;
    }

    private void Link(int slot)
    {
        _links[slot] = (_latest, -1);
        if (_latest >= 0)
            _links[_latest].Newer = slot;
        else
            _oldest = slot;
        _latest = slot;
    }

    private void Unlink(int slot)
    {
        var (older, newer) = _links[slot];
        if (older >= 0)
            _links[older].Newer = newer;
        else
            _oldest = newer;
        if (newer >= 0)
            _links[newer].Older = older;
        else
            _latest = older;
    }

    private void SetNewest(int slot, long time) => _slots[_base + (slot * _stride) + NewestAt] = time;

    private void Widen()
    {
        var (before, from, used) = (_slots, _base, _links.Length * _stride);
        Array.Resize(ref _links, _links.Length * 2);
        _slots = Room(_links.Length);
        Array.Copy(before, from, _slots, _base, used);
    }

    /// <summary>Memory that stays where it is, so that its slots can begin where cache lines do.</summary>
    private unsafe long[] Room(int slots)
    {
        var room = GC.AllocateUninitializedArray<long>(checked((slots * _stride) + LineWords), pinned: true);
        var beyond = (int)((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(room)) / sizeof(long) % LineWords);
        _base = (LineWords - beyond) % LineWords;
        return room;
    }
}
