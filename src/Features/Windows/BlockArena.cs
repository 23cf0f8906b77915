namespace Bellwether.Features.Windows;

/// <summary>Memory for the rings of one stream: blocks of 4, 8, 16 … records cut from large arrays and reused through free lists.</summary>
/// <remarks>Keeps millions of small rings off the garbage collector's books. Memory once taken is reused, not returned. Each array is twice as
/// large as the one before, up to 8 MiB: few arrays means that their headers stay in the cache.</remarks>
internal sealed class BlockArena(int stride)
{
    private const int SmallestChunk = 1 << 16, LargestChunk = 1 << 20;
    private const int SmallestLog2 = 2;
    public const int LargestClass = 22;

    private readonly List<Stack<(int Chunk, int Offset)>> _free = [];
    private int _chunk = -1, _used, _words;

    /// <summary>The arrays.</summary>
    public long[][] Chunks { get; private set; } = [];

    /// <summary>How many chunks there are.</summary>
    public int Count { get; private set; }

    /// <summary>All memory taken.</summary>
    public long Bytes { get; private set; }

    /// <summary>Records in a block of this class.</summary>
    public static int Capacity(int sizeClass) => 1 << (SmallestLog2 + sizeClass);

    /// <summary>The smallest class that holds this many records.</summary>
    public static int ClassFor(long records)
    {
        var sizeClass = 0;
        while (sizeClass < LargestClass && Capacity(sizeClass) < records)
            sizeClass++;
        return sizeClass;
    }

    /// <summary>A block of this class; its content is arbitrary.</summary>
    public (int Chunk, int Offset) Take(int sizeClass)
    {
        if (sizeClass < _free.Count && _free[sizeClass].TryPop(out var block))
            return block;
        var words = (long)Capacity(sizeClass) * stride;
        if (words > LargestChunk / 4)
            return (AddChunk(words), 0);
        if (_used + words > _words)
        {
            _words = (int)Math.Clamp(2L * _words, Math.Max(SmallestChunk, 4 * words), LargestChunk);
            (_chunk, _used) = (AddChunk(_words), 0);
        }

        var offset = _used;
        _used += (int)words;
        return (_chunk, offset);
    }

    /// <summary>Gives a block back.</summary>
    public void Return(int sizeClass, int chunk, int offset)
    {
        while (_free.Count <= sizeClass)
            _free.Add(new Stack<(int, int)>());
        _free[sizeClass].Push((chunk, offset));
    }

    private int AddChunk(long words)
    {
        if (Count == Chunks.Length)
        {
            var grown = new long[Math.Max(4, Count * 2)][];
            Chunks.CopyTo(grown, 0);
            Chunks = grown;
        }

        Chunks[Count] = GC.AllocateUninitializedArray<long>((int)words); // every word of a record is written before it is read
        Bytes += words * sizeof(long);
        return Count++;
    }
}
