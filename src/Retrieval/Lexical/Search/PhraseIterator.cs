using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Documents in which terms stand at given distances from each other in one field.</summary>
internal sealed class PhraseIterator : DocumentIterator
{
    private readonly Segment _segment;
    private readonly TermScorer _scorer;
    private readonly ConjunctionIterator _documents;
    private readonly PositionReader[] _readers;
    private readonly int[] _offsets, _frequencies;
    private readonly List<int>[][] _positions;

    /// <param name="segment">The segment.</param>
    /// <param name="terms">The words of the phrase in order.</param>
    /// <param name="offsets">The place of each, counted from the first.</param>
    /// <param name="scorer">Scores the phrase as a term.</param>
    public PhraseIterator(Segment segment, TermIterator[] terms, int[] offsets, TermScorer scorer)
    {
        (_segment, _scorer, _offsets) = (segment, scorer, offsets);
        _documents = new ConjunctionIterator(terms, []);
        _readers = [.. terms.Select(t => new PositionReader(segment, t.Cursor))];
        _frequencies = new int[segment.FieldCount];
        _positions = [.. terms.Select(_ => _frequencies.Select(_ => new List<int>()).ToArray())];
        Settle();
    }

    public override int Document => _documents.Document;

    public override long Cost => _documents.Cost;

    /// <summary>How often the phrase is in a field of the document it stands on.</summary>
    public int Frequency(int field) => _frequencies[field];

    public override int Advance(int target)
    {
        if (Document >= target)
            return Document;
        _documents.Advance(target);
        return Settle();
    }

    public override double Score() => _scorer.Score(_segment, Document, _frequencies);

    private int Settle()
    {
        while (_documents.Document != End && !Matches())
            _documents.Advance(_documents.Document + 1);
        return _documents.Document;
    }

    private bool Matches()
    {
        for (var t = 0; t < _readers.Length; t++)
            _readers[t].Read(_positions[t]);
        var any = false;
        for (var f = _scorer.FirstField; f < _scorer.EndField; f++)
        {
            _frequencies[f] = 0;
            foreach (var start in _positions[0][f])
                if (IsPhrase(f, start))
                    _frequencies[f]++;
            any |= _frequencies[f] > 0;
        }

        return any;
    }

    private bool IsPhrase(int field, int start)
    {
        for (var t = 1; t < _offsets.Length; t++)
            if (_positions[t][field].BinarySearch(start + _offsets[t]) < 0)
                return false;
        return true;
    }
}
