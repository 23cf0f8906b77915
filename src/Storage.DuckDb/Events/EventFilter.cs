using System.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>Which keys the database may hold: no means no, yes means look. 12 bits per key, about 0.4 % false yes per filter.</summary>
/// <remarks>Split-block Bloom filters (Putze, Sanders and Singler, 2007: one cache line per key), each twice as large as the one before, so that
/// it grows with the log (Almeida et al., Scalable Bloom Filters, 2007). One thread adds at a time; asking is safe at any time.</remarks>
internal sealed class EventFilter
{
    private const int WordsPerBlock = 8;
    private const int BitsPerKey = 12;
    private volatile Layer[] _layers;

    public EventFilter(long expectedKeys) => _layers = [new(Math.Max(1 << 16, expectedKeys))];

    public void Add(long key)
    {
        var layers = _layers;
        if (layers[^1].Left == 0)
            _layers = layers = [.. layers, new(layers[^1].Capacity * 2)];
        layers[^1].Add((ulong)key);
    }

    public bool MayHold(long key)
    {
        foreach (var layer in _layers)
        {
            if (layer.MayHold((ulong)key))
                return true;
        }

        return false;
    }

    private sealed class Layer
    {
        private readonly ulong[] _words;
        private readonly ulong _blocks;

        public Layer(long capacity)
        {
            Capacity = Left = capacity;
            _blocks = BitOperations.RoundUpToPowerOf2((ulong)(capacity * BitsPerKey / (WordsPerBlock * 64)) + 1);
            _words = new ulong[_blocks * WordsPerBlock];
        }

        public long Capacity { get; }

        public long Left { get; private set; }

        public void Add(ulong key)
        {
            Left--;
            var (block, bits) = Place(key);
            for (var i = 0; i < WordsPerBlock; i++, bits >>= 6)
                Volatile.Write(ref _words[block + i], _words[block + i] | (1UL << (int)(bits & 63)));
        }

        public bool MayHold(ulong key)
        {
            var (block, bits) = Place(key);
            for (var i = 0; i < WordsPerBlock; i++, bits >>= 6)
            {
                if ((Volatile.Read(ref _words[block + i]) & (1UL << (int)(bits & 63))) == 0)
                    return false;
            }

            return true;
        }

        private (int Block, ulong Bits) Place(ulong key)
        {
            var mixed = StableHash.Of(key);
            return ((int)((mixed & (_blocks - 1)) * WordsPerBlock), StableHash.Of(mixed));
        }
    }
}
