namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>The best k of documents that come in rising order: a heap with the worst on top. Of equal scores the earlier document stays.</summary>
internal sealed class TopHits
{
    private SearchHit[] _heap = [];
    private int _capacity;

    public int Count { get; private set; }

    /// <summary>Only a score above this can enter; below every score while there is room.</summary>
    public double Threshold { get; private set; }

    public void Reset(int capacity)
    {
        if (_heap.Length < capacity)
            _heap = new SearchHit[capacity];
        (_capacity, Count, Threshold) = (capacity, 0, double.NegativeInfinity);
    }

    /// <summary>Offers a document above all before it.</summary>
    public void Add(int document, double score)
    {
        if (!(score > Threshold))
            return;
        if (Count < _capacity)
        {
            _heap[Count] = new SearchHit(document, score);
            Rise(Count++);
        }
        else
        {
            _heap[0] = new SearchHit(document, score);
            Sink();
        }

        if (Count == _capacity)
            Threshold = _heap[0].Score;
    }

    /// <summary>Writes the hits, the best first.</summary>
    public int CopyTo(Span<SearchHit> to)
    {
        _heap.AsSpan(0, Count).CopyTo(to);
        to[..Count].Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Document.CompareTo(b.Document));
        return Count;
    }

    private static bool IsWorse(in SearchHit a, in SearchHit b) => a.Score < b.Score || (a.Score == b.Score && a.Document > b.Document);

    private void Rise(int at)
    {
        while (at > 0 && IsWorse(_heap[at], _heap[(at - 1) / 2]))
        {
            (_heap[at], _heap[(at - 1) / 2]) = (_heap[(at - 1) / 2], _heap[at]);
            at = (at - 1) / 2;
        }
    }

    private void Sink()
    {
        for (var at = 0; ;)
        {
            var child = (2 * at) + 1;
            if (child >= Count)
                return;
            if (child + 1 < Count && IsWorse(_heap[child + 1], _heap[child]))
                child++;
            if (!IsWorse(_heap[child], _heap[at]))
                return;
            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }
}
