using System.Globalization;
using System.Text;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>One term with its weight.</summary>
internal sealed class TermNode(byte[] term, TermScorer scorer, string weight) : QueryNode
{
    public ReadOnlySpan<byte> Term => term;

    public TermScorer Scorer => scorer;

    public override double MaxScore => scorer.Weight;

    public override void Use(ScoreGrid grid) => scorer.Use(grid);

    public TermIterator? OpenTerm(SegmentView view, SearchScratch scratch)
    {
        if (!view.Segment.TryFind(term, out var entry))
            return null;
        var cursor = scratch.Cursor();
        cursor.Reset(view.Segment, entry);
        return new TermIterator(view.Segment, cursor, scorer);
    }

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch) => OpenTerm(view, scratch);

    public override unsafe ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch)
    {
        if (OpenTerm(view, scratch) is not { } at || at.Advance(document) != document)
            return null;
        var parts = new List<string>();
        for (var f = scorer.FirstField; f < scorer.EndField; f++)
            if (at.Cursor.Frequency(f) is > 0 and var frequency)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{frequency} of {view.Segment.Lengths(f)[document]} terms of field {f}"));
        return new ScoreExplanation($"term '{Encoding.UTF8.GetString(term)}': {string.Join(", ", parts)}; {weight}", at.Score(), []);
    }

    /// <summary>Marks the documents of a term in a set.</summary>
    public static void Mark(Segment segment, in TermEntry entry, PostingsCursor cursor, int field, ulong[] bits)
    {
        cursor.Reset(segment, entry);
        for (; cursor.Document != PostingsCursor.End; cursor.Next())
            if (field < 0 || cursor.Frequency(field) > 0)
                bits[cursor.Document >> 6] |= 1UL << (cursor.Document & 63);
    }
}
