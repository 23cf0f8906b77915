using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>The documents of a term, where wanted in one field only.</summary>
internal sealed class TermIterator : DocumentIterator
{
    private readonly Segment _segment;
    private readonly TermScorer _scorer;
    private readonly bool _restricted;

    public TermIterator(Segment segment, PostingsCursor cursor, TermScorer scorer)
    {
        (_segment, Cursor, _scorer) = (segment, cursor, scorer);
        _restricted = scorer.EndField - scorer.FirstField < segment.FieldCount;
        Settle();
    }

    public PostingsCursor Cursor { get; }

    public override int Document => Cursor.Document;

    public override long Cost => Cursor.DocumentCount;

    public override int Advance(int target)
    {
        Cursor.Advance(target);
        return Settle();
    }

    public override double Score() => _scorer.Score(_segment, Cursor);

    private int Settle()
    {
        while (_restricted && Cursor.Document != End && Cursor.Frequency(_scorer.FirstField) == 0)
            Cursor.Next();
        return Cursor.Document;
    }
}
