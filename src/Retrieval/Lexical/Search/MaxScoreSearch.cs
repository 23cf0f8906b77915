using System.Numerics;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>The best k documents for a sum of terms by block-max MAXSCORE: windows of documents, in each of which the terms that cannot carry a document into the best k are
/// asked only about documents that others brought.</summary>
/// <remarks>Turtle and Flood, "Query evaluation: strategies and optimizations", 1995; Ding and Suel, "Faster top-k document retrieval using block-max indexes", SIGIR 2011; the windows with
/// accumulators are Lucene's since version 9.8. Exact: the same documents and scores as scoring every posting.</remarks>
internal sealed unsafe class MaxScoreSearch
{
    /// <summary>Documents per window.</summary>
    public const int Window = 4_096;

    private readonly double[] _scores = new double[Window];
    private readonly ulong[] _seen = new ulong[Window / 64];
    private readonly int[] _candidates = new int[Window];
    private readonly double[] _sums = new double[Window];
    private readonly List<MaxScoreTerm> _pool = [];
    private MaxScoreTerm[] _terms = [];
    private double[] _bounds = [], _reach = [];
    private int _count;

    /// <summary>Starts a segment without terms.</summary>
    public void Begin() => _count = 0;

    /// <summary>Adds a term; its cursor stands on its first posting.</summary>
    public void Add(PostingsCursor cursor, TermScorer scorer)
    {
        if (_count == _pool.Count)
            _pool.Add(new MaxScoreTerm());
        if (_count == _terms.Length)
        {
            Array.Resize(ref _terms, Math.Max(16, _count * 2));
            Array.Resize(ref _bounds, _terms.Length);
            Array.Resize(ref _reach, _terms.Length + 1);
        }

        var term = _terms[_count] = _pool[_count];
        _count++;
        term.Reset(cursor, scorer);
    }

    /// <summary>Offers the documents of the segment to the hits.</summary>
    /// <param name="view">The segment.</param>
    /// <param name="filter">One bit per document that may be found, or empty for all.</param>
    /// <param name="hits">Takes them.</param>
    /// <param name="cancellationToken">Checked once a window.</param>
    public void Run(SegmentView view, ReadOnlySpan<ulong> filter, TopHits hits, CancellationToken cancellationToken)
    {
        var documents = view.Segment.DocumentCount;
        for (var low = 0; low < documents && _count > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var high = Math.Min(low + Window, documents);
            var optional = Partition(low, high, hits.Threshold);
            if (optional < _count)
            {
                var candidates = _count - optional == 1 && optional > 0 ? GatherOne(view, filter, low, high, hits.Threshold) : GatherAll(view, filter, optional, low, high, hits.Threshold);
                Complete(view.Segment, optional, candidates, hits, view.First);
            }

            low = Next(high, documents);
        }
    }

    /// <summary>Sorts the terms by their bounds in the window; returns how many of the weakest cannot together lift a document above the threshold.</summary>
    private int Partition(int low, int high, double threshold)
    {
        for (var t = 0; t < _count; t++)
        {
            _terms[t].Look(low, high);
            _bounds[t] = _terms[t].Bound;
        }

        if (_count <= 16)
            SortFew();
        else
            Array.Sort(_bounds, _terms, 0, _count);
        _reach[0] = 0;
        for (var t = 0; t < _count; t++)
            _reach[t + 1] = _reach[t] + _bounds[t];
        var optional = 0;
        while (optional < _count && (_reach[optional + 1] <= threshold || _bounds[optional] == 0))
            optional++;
        return optional;
    }

    private void SortFew()
    {
        for (var i = 1; i < _count; i++)
        {
            var (bound, term, j) = (_bounds[i], _terms[i], i);
            for (; j > 0 && _bounds[j - 1] > bound; j--)
                (_bounds[j], _terms[j]) = (_bounds[j - 1], _terms[j - 1]);
            (_bounds[j], _terms[j]) = (bound, term);
        }
    }

    /// <summary>The first place, a multiple of 64, from which a window can hold a posting.</summary>
    private int Next(int high, int documents)
    {
        var next = documents;
        for (var t = 0; t < _count; t++)
        {
            var cursor = _terms[t].Cursor;
            if (cursor.Document >= high)
                next = Math.Min(next, cursor.Document);
            else
                return high;
        }

        return Math.Max(high, next & ~63);
    }

    /// <summary>Adds up the scores of the terms from <paramref name="first"/> on, and collects the documents that can still rise above the threshold.</summary>
    private int GatherAll(SegmentView view, ReadOnlySpan<ulong> filter, int first, int low, int high, double threshold)
    {
        for (var t = first; t < _count; t++)
            Accumulate(view.Segment, _terms[t], low, high);
        var (count, needed) = (0, threshold - _reach[first]);
        var live = view.Live.Bits;
        for (var word = 0; word < (high - low + 63) / 64; word++)
        {
            var rest = _seen[word];
            if (rest == 0)
                continue;
            _seen[word] = 0;
            var accepted = live[(low >> 6) + word];
            if (filter.Length > 0)
                accepted &= filter[(low >> 6) + word];
            for (; rest != 0; rest &= rest - 1)
            {
                var place = (word << 6) + BitOperations.TrailingZeroCount(rest);
                var score = _scores[place];
                _scores[place] = 0;
                if (score > needed && (accepted >> (place & 63) & 1) != 0)
                {
                    _candidates[count] = low + place;
                    _sums[count++] = score;
                }
            }
        }

        return count;
    }

    private void Accumulate(Segment segment, MaxScoreTerm term, int low, int high)
    {
        var (cursor, scorer) = (term.Cursor, term.Scorer);
        cursor.Advance(low);
        if (!scorer.IsSingle)
        {
            for (; cursor.Document < high; cursor.Next())
            {
                var place = cursor.Document - low;
                _scores[place] += scorer.Score(segment, cursor);
                _seen[place >> 6] |= 1UL << (place & 63);
            }

            return;
        }

        var (field, all) = (scorer.FirstField, segment.FieldCount == 1);
        var lengths = segment.Lengths(field);
        var (weight, fieldWeight, start, slope, magic) = (scorer.Weight, scorer.FieldWeight, scorer.Base, scorer.Slope, scorer.Magic);
        while (cursor.Document < high)
        {
            var documents = cursor.BlockDocuments;
            var frequencies = cursor.BlockFrequencies(field);
            var (i, count) = (cursor.PlaceInBlock, cursor.CountInBlock);
            fixed (double* scores = _scores)
            fixed (ulong* seen = _seen)
                for (; i < count && documents[i] < (uint)high; i++)
                {
                    if (!all && frequencies[i] == 0)
                        continue;
                    var place = documents[i] - (uint)low;
                    var x = fieldWeight * frequencies[i];
                    scores[place] += (weight * x / (x + start + (slope * lengths[documents[i]])) + magic) - magic;
                    seen[place >> 6] |= 1UL << (int)(place & 63);
                }

            if (i < count)
            {
                cursor.MoveTo(i);
                return;
            }

            cursor.NextBlock();
        }
    }

    /// <summary>As <see cref="GatherAll"/> for the strongest term alone: no accumulators, and blocks that are too weak are leapt over.</summary>
    private int GatherOne(SegmentView view, ReadOnlySpan<ulong> filter, int low, int high, double threshold)
    {
        var term = _terms[_count - 1];
        var (cursor, scorer, count, needed) = (term.Cursor, term.Scorer, 0, threshold - _reach[_count - 1]);
        var live = view.Live.Bits;
        for (var block = term.Block; block < cursor.BlockCount && (block == term.Block || cursor.LastDocument(block - 1) + 1 < high); block++)
        {
            if (scorer.Bound(cursor.BlockImpacts(block)) <= needed)
                continue;
            var from = Math.Max(low, block == 0 ? 0 : cursor.LastDocument(block - 1) + 1);
            var end = cursor.BlockCount == 1 ? high : Math.Min(high, cursor.LastDocument(block) + 1);
            for (cursor.Advance(from); cursor.Document < end; cursor.Next())
            {
                var document = cursor.Document;
                if ((live[document >> 6] >> (document & 63) & 1) == 0 || (filter.Length > 0 && (filter[document >> 6] >> (document & 63) & 1) == 0))
                    continue;
                var score = scorer.Score(view.Segment, cursor);
                if (score > needed && score > 0)
                {
                    _candidates[count] = document;
                    _sums[count++] = score;
                }
            }
        }

        return count;
    }

    /// <summary>Asks the optional terms, the strongest first, about the candidates that can still rise above the threshold.</summary>
    private void Complete(Segment segment, int optional, int count, TopHits hits, int firstDocument)
    {
        for (var t = optional - 1; t >= 0 && count > 0; t--)
        {
            var (cursor, scorer, kept) = (_terms[t].Cursor, _terms[t].Scorer, 0);
            if (_bounds[t] == 0)
                continue;
            for (var i = 0; i < count; i++)
            {
                var sum = _sums[i];
                if (!(sum + _reach[t + 1] > hits.Threshold))
                    continue;
                var document = _candidates[i];
                if (cursor.Advance(document) == document && (scorer.IsSingle && segment.FieldCount > 1 ? cursor.Frequency(scorer.FirstField) > 0 : true))
                    sum += scorer.Score(segment, cursor);
                (_candidates[kept], _sums[kept++]) = (document, sum);
            }

            count = kept;
        }

        for (var i = 0; i < count; i++)
            hits.Add(firstDocument + _candidates[i], _sums[i]);
    }
}
