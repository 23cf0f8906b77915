namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>All required parts and filters, plus optional ones, less excluded ones.</summary>
internal sealed class EachNode(IReadOnlyList<QueryNode> required, IReadOnlyList<QueryNode> filters, QueryNode? optional, QueryNode? excluded) : QueryNode
{
    /// <summary>Whether it is required terms and nothing else.</summary>
    public bool IsTerms => filters.Count == 0 && optional is null && excluded is null && required.All(p => p is TermNode);

    public IReadOnlyList<QueryNode> Required => required;

    public override double MaxScore => required.Sum(p => p.MaxScore) + (optional?.MaxScore ?? 0);

    public override void Use(ScoreGrid grid)
    {
        foreach (var part in required.Concat(filters))
            part.Use(grid);
        optional?.Use(grid);
        excluded?.Use(grid);
    }

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch)
    {
        var open = new List<DocumentIterator>();
        foreach (var part in required.Concat(filters))
        {
            if (part.Open(view, scratch) is not { } at)
                return null;
            open.Add(at);
        }

        var scored = open.Take(required.Count);
        var all = open.Count == 1 && required.Count == 1 ? open[0] : new ConjunctionIterator(scored, open.Skip(required.Count));
        var (adds, takes) = (optional?.Open(view, scratch), excluded?.Open(view, scratch));
        return adds is null && takes is null ? all : new OptionalIterator(all, adds, takes);
    }

    public override ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch)
    {
        if (excluded?.Explain(view, document, scratch) is not null || filters.Any(f => f.Explain(view, document, scratch) is null))
            return null;
        var parts = required.Select(p => p.Explain(view, document, scratch)).ToList();
        if (parts.Contains(null))
            return null;
        parts.Add(optional?.Explain(view, document, scratch));
        var found = parts.OfType<ScoreExplanation>().ToList();
        return new ScoreExplanation("sum of what is required and what matches", found.Sum(p => p.Value), found);
    }
}
