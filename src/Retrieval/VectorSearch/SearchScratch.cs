namespace Bellwether.Retrieval.VectorSearch;

/// <summary>The memory of one search at a time: what was visited, what was found, the query in its kept and coded form.</summary>
internal sealed unsafe class SearchScratch
{
    private byte[] _visited = [];
    private byte _mark;
    private Block? _query, _code;

    /// <summary>Candidates that lead on.</summary>
    public NearestList Beam { get; } = new();

    /// <summary>What may be returned, where that differs from the beam.</summary>
    public NearestList Found { get; } = new();

    /// <summary>What was measured again by floats.</summary>
    public NearestList Reranked { get; } = new();

    /// <summary>Candidates of a search whose answers are filtered: a heap without limit.</summary>
    public PriorityQueue<int, ulong> Open { get; } = new();

    /// <summary>Room for the slots of one list of links.</summary>
    public int[] Slots { get; private set; } = new int[64];

    public float* Query => (float*)_query!.Pointer;

    public byte* Code => _code!.Pointer;

    /// <summary>Room for a kept query of so many floats.</summary>
    public Span<float> QueryRoom(int floats)
    {
        if (_query is null || _query.Length < floats * sizeof(float))
            _query = new Block(floats * sizeof(float));
        return new Span<float>(_query.Pointer, floats);
    }

    /// <summary>Room for a coded query.</summary>
    public byte* CodeRoom(int bytes)
    {
        if (_code is null || _code.Length < bytes)
            _code = new Block(bytes);
        return _code.Pointer;
    }

    public int[] SlotRoom(int count)
    {
        if (Slots.Length < count)
            Slots = new int[count * 2];
        return Slots;
    }

    /// <summary>Marks that are all unset: one byte per slot, set by writing <paramref name="mark"/>.</summary>
    public byte[] Unvisited(int slots, out byte mark)
    {
        if (_visited.Length < slots)
            (_visited, _mark) = (new byte[slots + (slots / 4)], 0);
        if (++_mark == 0)
        {
            Array.Clear(_visited);
            _mark = 1;
        }

        mark = _mark;
        return _visited;
    }
}
