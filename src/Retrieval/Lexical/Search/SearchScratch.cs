using System.Collections.Concurrent;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>The memory of one search, kept for the next: cursors, accumulators, the heap.</summary>
internal sealed class SearchScratch
{
    private const int MostKept = 64;

    private static readonly ConcurrentBag<SearchScratch> s_pool = [];

    private readonly List<PostingsCursor> _cursors = [];
    private int _used;

    public TopHits Hits { get; } = new();

    public MaxScoreSearch MaxScore { get; } = new();

    public ConjunctionSearch Conjunction { get; } = new();

    public static SearchScratch Rent() => s_pool.TryTake(out var scratch) ? scratch : new SearchScratch();

    /// <summary>A cursor that nobody else uses until <see cref="Recycle"/>.</summary>
    public PostingsCursor Cursor()
    {
        if (_used == _cursors.Count)
            _cursors.Add(new PostingsCursor());
        return _cursors[_used++];
    }

    /// <summary>All cursors are free again.</summary>
    public void Recycle()
    {
        foreach (var cursor in _cursors)
            cursor.Release();
        if (_cursors.Count > MostKept)
            _cursors.RemoveRange(MostKept, _cursors.Count - MostKept);
        _used = 0;
    }

    public void Return()
    {
        Recycle();
        if (s_pool.Count < MostKept)
            s_pool.Add(this);
    }
}
