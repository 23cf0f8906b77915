namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>The best k documents that have all of some terms: the rarest leads, and where the blocks in which its next document lies cannot together lift one into the best k, all are leapt over.</summary>
/// <remarks>The intersection form of block-max search (Ding and Suel, 2011). Exact.</remarks>
internal sealed class ConjunctionSearch
{
    private readonly List<MaxScoreTerm> _pool = [];
    private readonly List<MaxScoreTerm> _terms = [];

    /// <summary>Starts a segment without terms.</summary>
    public void Begin() => _terms.Clear();

    /// <summary>Adds a term; false where the segment has it not.</summary>
    public bool TryAdd(TermNode term, SegmentView view, SearchScratch scratch)
    {
        if (!view.Segment.TryFind(term.Term, out var entry))
            return false;
        if (_terms.Count == _pool.Count)
            _pool.Add(new MaxScoreTerm());
        var cursor = scratch.Cursor();
        cursor.Reset(view.Segment, entry);
        var added = _pool[_terms.Count];
        added.Reset(cursor, term.Scorer);
        _terms.Add(added);
        return true;
    }

    /// <summary>Offers the documents of the segment to the hits.</summary>
    public void Run(SegmentView view, ReadOnlySpan<ulong> filter, TopHits hits, CancellationToken cancellationToken)
    {
        _terms.Sort(static (a, b) => a.Cursor.DocumentCount.CompareTo(b.Cursor.DocumentCount));
        var lead = _terms[0].Cursor;
        var live = view.Live.Bits;
        var upTo = -1;
        for (var document = lead.Document; document != DocumentIterator.End;)
        {
            if (document > upTo)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!TryBound(document, out upTo, out var bound))
                    return;
                if (bound <= hits.Threshold)
                {
                    document = upTo == int.MaxValue ? DocumentIterator.End : lead.Advance(upTo + 1);
                    continue;
                }
            }

            var next = Agree(document);
            if (next != document)
            {
                document = next == DocumentIterator.End ? next : lead.Advance(next);
                continue;
            }

            if ((live[document >> 6] >> (document & 63) & 1) != 0 && (filter.Length == 0 || (filter[document >> 6] >> (document & 63) & 1) != 0))
                Score(view, document, hits);
            document = lead.Next();
        }
    }

    /// <summary>How far the blocks around a document reach, and what no document in them exceeds.</summary>
    private bool TryBound(int document, out int upTo, out double bound)
    {
        (upTo, bound) = (int.MaxValue, 0);
        foreach (var term in _terms)
        {
            if (!term.LookAtBlock(document))
                return false;
            upTo = Math.Min(upTo, term.Cursor.LastDocument(term.Block));
            bound += term.BlockBound;
        }

        return true;
    }

    /// <summary>The document itself where all have it; else one further on that is the first that may be.</summary>
    private int Agree(int document)
    {
        for (var t = 1; t < _terms.Count; t++)
            if (_terms[t].Cursor.Advance(document) is var next && next != document)
                return next;
        return document;
    }

    private void Score(SegmentView view, int document, TopHits hits)
    {
        var sum = 0.0;
        foreach (var term in _terms)
        {
            if (term.Scorer.IsSingle && view.Segment.FieldCount > 1 && term.Cursor.Frequency(term.Scorer.FirstField) == 0)
                return;
            sum += term.Scorer.Score(view.Segment, term.Cursor);
        }

        hits.Add(view.First + document, sum);
    }
}
