using System.Runtime.CompilerServices;

namespace Bellwether.Features.Windows;

/// <summary>The entities of one kind: open addressing from the 64-bit hash of a key to a slot, and the slots in the order of last use.</summary>
/// <remarks>Keys are known by hash only: among n keys, two share their state with probability about n²/2^65, 3e-8 for a million and
/// 3e-4 for a hundred million.</remarks>
internal sealed class EntityTable
{
    private const long Free = -1;

    // The upper half of the hash and the slot in one word: a probe touches one cache line, and the entity only when it is the one.
    private long[] _index = NewIndex(16);
    private Entity[] _entities = new Entity[8];
    private readonly Stack<int> _free = new();
    private int _oldest = -1, _latest = -1;

    /// <summary>How many entities are known.</summary>
    public int Count { get; private set; }

    /// <summary>One past the largest slot ever used.</summary>
    public int Slots { get; private set; }

    /// <summary>The entity that was applied to longest ago, or -1.</summary>
    public int Oldest => _oldest;

    /// <summary>The next entity in the order of last use, or -1.</summary>
    public int After(int slot) => _entities[slot].Newer;

    /// <summary>The time of the newest event of an entity.</summary>
    public long Newest(int slot) => _entities[slot].Newest;

    /// <summary>The key's hash.</summary>
    public ulong Key(int slot) => _entities[slot].Key;

    /// <summary>All memory taken.</summary>
    public long Bytes => ((long)_index.Length * 8) + ((long)_entities.Length * 24);

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
            if ((ulong)entry >> 32 == key >> 32 && _entities[(int)entry].Key == key)
                return (int)entry;
        }
    }

    /// <summary>Asks for the memory in which a key is looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong key) => Memory.Prefetch(_index, (int)key & (_index.Length - 1));

    /// <summary>Asks for the entities that must be told when this one moves to the latest place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchNeighbours(int slot)
    {
        ref var entity = ref _entities[slot];
        if (entity.Older >= 0)
            Memory.Prefetch(_entities, entity.Older);
        if (entity.Newer >= 0)
            Memory.Prefetch(_entities, entity.Newer);
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
            _entities[slot].Newest = time;
        }
        else
        {
            _entities[slot].Newest = Math.Max(_entities[slot].Newest, time);
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
        var hole = (int)_entities[slot].Key & mask;
        while ((int)_index[hole] != slot)
            hole = (hole + 1) & mask;
        for (var i = (hole + 1) & mask; _index[i] != Free; i = (i + 1) & mask)
        {
            var home = (int)_entities[(int)_index[i]].Key & mask;
            if (((i - home) & mask) >= ((i - hole) & mask))
            {
                _index[hole] = _index[i];
                hole = i;
            }
        }

        _index[hole] = Free;
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
            if (slot == _entities.Length)
                Array.Resize(ref _entities, slot * 2);
        }

        _entities[slot].Key = key;
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
                Place(_entities[(int)entry].Key, (int)entry);
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
        (_entities[slot].Older, _entities[slot].Newer) = (_latest, -1);
        if (_latest >= 0)
            _entities[_latest].Newer = slot;
        else
            _oldest = slot;
        _latest = slot;
    }

    private void Unlink(int slot)
    {
        var (older, newer) = (_entities[slot].Older, _entities[slot].Newer);
        if (older >= 0)
            _entities[older].Newer = newer;
        else
            _oldest = newer;
        if (newer >= 0)
            _entities[newer].Older = older;
        else
            _latest = older;
    }

    private struct Entity
    {
        public ulong Key;
        public long Newest;
        public int Older, Newer;
    }
}
