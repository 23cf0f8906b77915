using System.Runtime.CompilerServices;

namespace Bellwether.Features.Windows;

/// <summary>The entities of one kind: open addressing from the 64-bit hash of a key to a slot, and the slots in the order of last use.</summary>
/// <remarks>Keys are known by hash only: among n keys, two share their state with probability about n²/2^65, 3e-8 for a million and
/// 3e-4 for a hundred million.</remarks>
internal sealed class EntityTable
{
    private ulong[] _keys = new ulong[16];
    private int[] _slots = new int[16];
    private Entity[] _entities = new Entity[8];
    private readonly Stack<int> _free = new();
    private int _oldest = -1, _latest = -1;

    public EntityTable() => Array.Fill(_slots, -1);

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
    public long Bytes => ((long)_keys.Length * 12) + ((long)_entities.Length * 24);

    /// <summary>The slot of a key, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong key)
    {
        var mask = _keys.Length - 1;
        for (var i = (int)key & mask; ; i = (i + 1) & mask)
        {
            var slot = _slots[i];
            if (slot < 0 || _keys[i] == key)
                return slot;
        }
    }

    /// <summary>The slot of a key, new if need be, moved to the latest place.</summary>
    public int Touch(ulong key, long time)
    {
        var slot = Find(key);
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
        var mask = _keys.Length - 1;
        var hole = (int)_entities[slot].Key & mask;
        while (_slots[hole] != slot)
            hole = (hole + 1) & mask;
        for (var i = (hole + 1) & mask; _slots[i] >= 0; i = (i + 1) & mask)
        {
            var home = (int)_keys[i] & mask;
            if (((i - home) & mask) >= ((i - hole) & mask))
            {
                (_keys[hole], _slots[hole]) = (_keys[i], _slots[i]);
                hole = i;
            }
        }

        _slots[hole] = -1;
        _free.Push(slot);
        Count--;
    }

    private int Add(ulong key)
    {
        if ((Count + 1) * 2 > _keys.Length)
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
        var (keys, slots) = (_keys, _slots);
        _keys = new ulong[keys.Length * 2];
        _slots = new int[keys.Length * 2];
        Array.Fill(_slots, -1);
        for (var i = 0; i < keys.Length; i++)
            if (slots[i] >= 0)
                Place(keys[i], slots[i]);
    }

    private void Place(ulong key, int slot)
    {
        var mask = _keys.Length - 1;
        var i = (int)key & mask;
        while (_slots[i] >= 0)
            i = (i + 1) & mask;
        (_keys[i], _slots[i]) = (key, slot);
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
