using Bellwether.Numerics.Hashing;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Numbers terms in the order in which they first come: a hash table over their bytes.</summary>
internal sealed class TermTable
{
    private int[] _slots = new int[1 << 12];
    private uint[] _hashes = new uint[1 << 10];
    private int[] _ends = new int[1 << 10];
    private byte[] _bytes = new byte[1 << 13];

    /// <summary>How many terms there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => (_slots.Length * 4L) + (_hashes.Length * 8L) + _bytes.Length;

    /// <summary>The term of a number.</summary>
    public ReadOnlySpan<byte> Term(int number) => _bytes.AsSpan(Start(number), _ends[number] - Start(number));

    /// <summary>The number of a term, a new one where it is new.</summary>
    public int Number(ReadOnlySpan<byte> term)
    {
        var hash = (uint)StableHash.Of(term);
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] != 0)
        {
            var number = _slots[slot] - 1;
            if (_hashes[number] == hash && Term(number).SequenceEqual(term))
                return number;
            slot = (slot + 1) & mask;
        }

        _slots[slot] = Count + 1;
        Append(term, hash);
        if (Count * 2 > _slots.Length)
            Rehash();
        return Count - 1;
    }

    /// <summary>The numbers in the order of the terms' bytes.</summary>
    public int[] Sorted()
    {
        var (order, prefixes) = (new int[Count], new ulong[Count]);
        for (var i = 0; i < Count; i++)
        {
            order[i] = i;
            var term = Term(i);
            for (var b = 0; b < 8; b++)
                prefixes[i] = (prefixes[i] << 8) | (b < term.Length ? term[b] : 0u);
        }

        Array.Sort(prefixes, order);
        var comparer = Comparer<int>.Create((a, b) => Term(a).SequenceCompareTo(Term(b)));
        for (var i = 0; i < Count;)
        {
            var j = i + 1;
            while (j < Count && prefixes[j] == prefixes[i])
                j++;
            if (j - i > 1)
                Array.Sort(order, i, j - i, comparer);
            i = j;
        }

        return order;
    }

    private int Start(int number) => number == 0 ? 0 : _ends[number - 1];

    private void Append(ReadOnlySpan<byte> term, uint hash)
    {
        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }

        while (start + term.Length > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        term.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + term.Length;
        _hashes[Count++] = hash;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)_hashes[i] & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = i + 1;
        }
    }
}
