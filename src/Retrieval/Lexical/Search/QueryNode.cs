namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>A query bound to a snapshot: its terms have weights.</summary>
internal abstract class QueryNode
{
    /// <summary>No document scores more.</summary>
    public abstract double MaxScore { get; }

    /// <summary>Sets the grid of all scores, before the first is computed.</summary>
    public abstract void Use(ScoreGrid grid);

    /// <summary>The matching documents of a segment; null where there are none.</summary>
    public abstract DocumentIterator? Open(SegmentView view, SearchScratch scratch);

    /// <summary>Why a document has its score; null where it does not match.</summary>
    public abstract ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch);
}
