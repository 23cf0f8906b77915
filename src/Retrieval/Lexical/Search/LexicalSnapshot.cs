using System.Text;
using Bellwether.Numerics;
using Bellwether.Retrieval.Lexical.Queries;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>An index as it was at one moment. Immutable and safe to share between threads; later changes of the index do not show. It needs no closing.</summary>
public sealed class LexicalSnapshot
{
    private readonly SegmentView[] _segments;
    private readonly CollectionStatistics _statistics;

    internal LexicalSnapshot(LexicalOptions options, IReadOnlyList<(Segment Segment, LiveDocuments Live)> segments)
    {
        Options = options;
        _segments = new SegmentView[segments.Count];
        var documents = 0L;
        for (var i = 0; i < _segments.Length; i++)
        {
            _segments[i] = new SegmentView(segments[i].Segment, segments[i].Live, checked((int)documents));
            documents += segments[i].Segment.DocumentCount;
            DocumentCount += segments[i].Live.Count;
            Bytes += segments[i].Segment.Bytes;
        }

        _statistics = new CollectionStatistics(documents, [.. options.Fields.Select((_, f) =>
            Math.Max(1, (double)segments.Sum(s => s.Segment.TotalLength(f)) / Math.Max(1, segments.Sum(s => s.Segment.DocumentsWith(f)))))]);
    }

    /// <summary>What the index is.</summary>
    public LexicalOptions Options { get; }

    /// <summary>How many documents can be found.</summary>
    public int DocumentCount { get; }

    /// <summary>How many segments there are.</summary>
    public int SegmentCount => _segments.Length;

    /// <summary>The size of the segments.</summary>
    public long Bytes { get; }

    internal CollectionStatistics Statistics => _statistics;

    internal IReadOnlyList<SegmentView> Segments => _segments;

    /// <summary>Finds the best documents, the best first; of equal scores the one added first. A sum of terms goes by block-max MAXSCORE, terms
    /// that are all required by leaping over blocks that are too weak; other queries look at every match.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="hits">As many as there is room for are found.</param>
    /// <param name="filter">Documents that may be found; all by default.</param>
    /// <param name="cancellationToken">Checked every few thousand documents.</param>
    /// <returns>How many hits were written.</returns>
    /// <exception cref="ArgumentException">A field is not there, phrases are asked of an index without positions, or the filter is of another snapshot.</exception>
    /// <exception cref="Data.Formats.ModelFormatException">A segment's file is damaged where the search read it.</exception>
    public int Search(LexicalQuery query, Span<SearchHit> hits, DocumentSet? filter = null, CancellationToken cancellationToken = default)
    {
        CheckFilter(filter);
        var node = Compile(query);
        if (hits.Length == 0)
            return 0;
        var scratch = SearchScratch.Rent();
        try
        {
            scratch.Hits.Reset(Math.Min(hits.Length, Math.Max(1, checked((int)_statistics.Documents))));
            for (var s = 0; s < _segments.Length; s++)
            {
                SearchSegment(node, _segments[s], filter is null ? default : filter.Bits(s), scratch, cancellationToken);
                scratch.Recycle();
            }

            return scratch.Hits.CopyTo(hits);
        }
        finally
        {
            scratch.Return();
            GC.KeepAlive(this);
        }
    }

    /// <summary>The best documents, as an array.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="ArgumentException">As for <see cref="Search(LexicalQuery, Span{SearchHit}, DocumentSet?, CancellationToken)"/>.</exception>
    public SearchHit[] Search(LexicalQuery query, int count, DocumentSet? filter = null)
    {
        var hits = new SearchHit[Math.Min(Require.Positive(count), Math.Max(1, checked((int)_statistics.Documents)))];
        return hits[..Search(query, hits, filter)];
    }

    /// <summary>How many documents match.</summary>
    public int Count(LexicalQuery query, DocumentSet? filter = null)
    {
        CheckFilter(filter);
        var (node, count, scratch) = (Compile(query), 0, SearchScratch.Rent());
        try
        {
            for (var s = 0; s < _segments.Length; s++)
            {
                for (var at = node.Open(_segments[s], scratch); at is not null && at.Document != DocumentIterator.End; at.Advance(at.Document + 1))
                    if (IsAccepted(s, at.Document, filter))
                        count++;
                scratch.Recycle();
            }

            return count;
        }
        finally
        {
            scratch.Return();
            GC.KeepAlive(this);
        }
    }

    /// <summary>Why a document has its score, term by term; null where it does not match.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such document.</exception>
    public ScoreExplanation? Explain(LexicalQuery query, int document)
    {
        var view = View(document);
        var scratch = SearchScratch.Rent();
        try
        {
            return view.Live.Contains(document - view.First) ? Compile(query).Explain(view, document - view.First, scratch) : null;
        }
        finally
        {
            scratch.Return();
            GC.KeepAlive(this);
        }
    }

    /// <summary>The key of a document.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such document.</exception>
    public string Key(int document)
    {
        var view = View(document);
        return view.Segment.KeyText(document - view.First);
    }

    /// <summary>The document with a key; -1 where there is none.</summary>
    public int Find(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        for (var s = _segments.Length - 1; s >= 0; s--)
            if (_segments[s].Segment.Find(bytes) is >= 0 and var document && _segments[s].Live.Contains(document))
                return _segments[s].First + document;
        return -1;
    }

    /// <summary>The documents whose key a predicate accepts, as a filter for any number of searches. O(documents).</summary>
    public DocumentSet Where(Func<string, bool> accepts)
    {
        var bits = new ulong[_segments.Length][];
        for (var s = 0; s < bits.Length; s++)
        {
            var view = _segments[s];
            bits[s] = new ulong[view.Live.Bits.Length];
            for (var d = 0; d < view.Segment.DocumentCount; d++)
                if (view.Live.Contains(d) && accepts(view.Segment.KeyText(d)))
                    bits[s][d >> 6] |= 1UL << (d & 63);
        }

        return new DocumentSet(this, bits);
    }

    internal QueryNode Compile(LexicalQuery query) => new QueryCompiler(Options, _statistics, _segments).Compile(query);

    private void SearchSegment(QueryNode node, SegmentView view, ReadOnlySpan<ulong> filter, SearchScratch scratch, CancellationToken cancellationToken)
    {
        if (node is TermNode || (node is AnyNode any && any.Parts.All(p => p is TermNode)))
        {
            scratch.MaxScore.Begin();
            if (node is AnyNode several)
                foreach (var part in several.Parts)
                    AddTerm((TermNode)part, view, scratch);
            else
                AddTerm((TermNode)node, view, scratch);
            scratch.MaxScore.Run(view, filter, scratch.Hits, cancellationToken);
            return;
        }

        if (node is EachNode { IsTerms: true } each)
        {
            scratch.Conjunction.Begin();
            foreach (var part in each.Required)
                if (!scratch.Conjunction.TryAdd((TermNode)part, view, scratch))
                    return;
            scratch.Conjunction.Run(view, filter, scratch.Hits, cancellationToken);
            return;
        }

        var at = node.Open(view, scratch);
        for (var steps = 0; at is not null && at.Document != DocumentIterator.End; at.Advance(at.Document + 1))
        {
            if ((++steps & 4095) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (view.Live.Contains(at.Document) && (filter.Length == 0 || (filter[at.Document >> 6] >> (at.Document & 63) & 1) != 0))
                scratch.Hits.Add(view.First + at.Document, at.Score());
        }
    }

    private static void AddTerm(TermNode term, SegmentView view, SearchScratch scratch)
    {
        if (!view.Segment.TryFind(term.Term, out var entry))
            return;
        var cursor = scratch.Cursor();
        cursor.Reset(view.Segment, entry);
        scratch.MaxScore.Add(cursor, term.Scorer);
    }

    private bool IsAccepted(int segment, int document, DocumentSet? filter) =>
        _segments[segment].Live.Contains(document) && (filter is null || (filter.Bits(segment)[document >> 6] >> (document & 63) & 1) != 0);

    private void CheckFilter(DocumentSet? filter)
    {
        if (filter is not null && filter.Snapshot != this)
            throw new ArgumentException("A filter must be of the snapshot that is searched, for documents have other numbers in another. Make it anew with Where.", nameof(filter));
    }

    private SegmentView View(int document)
    {
        Require.InRange(document, 0, checked((int)Math.Max(0, _statistics.Documents - 1)));
        var s = _segments.Length - 1;
        while (s > 0 && _segments[s].First > document)
            s--;
        return s >= 0 ? _segments[s] : throw new ArgumentOutOfRangeException(nameof(document), document, "The snapshot holds no documents.");
    }
}
