using System.Runtime.InteropServices;

namespace Bellwether.Learning.Embeddings;

/// <summary>The buckets that have a row, numbered from 0 in the order they came. Open addressing: memory follows what was added, not how many buckets there could be.</summary>
internal sealed class BucketRows
{
    private readonly List<int> _buckets = [];
    private int[] _slots = new int[16];

    public int Count => _buckets.Count;

    /// <summary>The buckets in order.</summary>
    public ReadOnlySpan<int> Buckets => CollectionsMarshal.AsSpan(_buckets);

    /// <summary>The number of a bucket, or -1.</summary>
    public int IndexOf(int bucket) => _slots[Slot(bucket)] - 1;

    /// <summary>Numbers a bucket; false where it has a number.</summary>
    public bool TryAdd(int bucket)
    {
        var slot = Slot(bucket);
        if (_slots[slot] != 0)
            return false;
        _buckets.Add(bucket);
        _slots[slot] = _buckets.Count;
        if (_buckets.Count * 2 > _slots.Length)
            Grow();
        return true;
    }

    private int Slot(int bucket)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(((uint)bucket * 2_654_435_769u) >> 7) & mask;
        while (_slots[slot] is not 0 and var number && _buckets[number - 1] != bucket)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var i = 0; i < _buckets.Count; i++)
            _slots[Slot(_buckets[i])] = i + 1;
    }
}
