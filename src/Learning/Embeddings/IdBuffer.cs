using System.Buffers;

namespace Bellwether.Learning.Embeddings;

/// <summary>A list of numbers that begins on the caller's stack and moves to the pool when it grows.</summary>
internal ref struct IdBuffer(Span<int> start)
{
    private Span<int> _ids = start;
    private int[]? _rented;

    public int Count { get; private set; }

    public readonly ReadOnlySpan<int> Ids => _ids[..Count];

    public void Add(int id)
    {
        if (Count == _ids.Length)
            Grow();
        _ids[Count++] = id;
    }

    public void Clear() => Count = 0;

    public void Release()
    {
        if (_rented is not null)
            ArrayPool<int>.Shared.Return(_rented);
        _rented = null;
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(_ids.Length * 2);
        _ids.CopyTo(larger);
        Release();
        _ids = _rented = larger;
    }
}
