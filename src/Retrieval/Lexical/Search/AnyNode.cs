namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>At least one part.</summary>
internal sealed class AnyNode(IReadOnlyList<QueryNode> parts) : QueryNode
{
    public IReadOnlyList<QueryNode> Parts => parts;

    public override double MaxScore => parts.Sum(p => p.MaxScore);

    public override void Use(ScoreGrid grid)
    {
        foreach (var part in parts)
            part.Use(grid);
    }

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch)
    {
        var open = parts.Select(p => p.Open(view, scratch)).OfType<DocumentIterator>().ToList();
        return open.Count switch { 0 => null, 1 => open[0], _ => new DisjunctionIterator(open) };
    }

    public override ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch)
    {
        var found = parts.Select(p => p.Explain(view, document, scratch)).OfType<ScoreExplanation>().ToList();
        return found.Count == 0 ? null : new ScoreExplanation("sum of what matches", found.Sum(p => p.Value), found);
    }
}
