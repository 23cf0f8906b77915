using System.Globalization;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Terms at given distances, scored as one term.</summary>
internal sealed class PhraseNode(TermNode[] terms, int[] offsets, TermScorer scorer, string text) : QueryNode
{
    public override double MaxScore => scorer.Weight;

    public override void Use(ScoreGrid grid) => scorer.Use(grid);

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch)
    {
        var parts = new TermIterator[terms.Length];
        for (var t = 0; t < parts.Length; t++)
        {
            if (terms[t].OpenTerm(view, scratch) is not { } part)
                return null;
            parts[t] = part;
        }

        return new PhraseIterator(view.Segment, parts, offsets, scorer);
    }

    public override ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch)
    {
        if (Open(view, scratch) is not PhraseIterator at || at.Advance(document) != document)
            return null;
        var parts = new List<string>();
        for (var f = scorer.FirstField; f < scorer.EndField; f++)
            if (at.Frequency(f) > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{at.Frequency(f)} times in field {f}"));
        return new ScoreExplanation($"phrase '{text}': {string.Join(", ", parts)}", at.Score(), []);
    }
}
