namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>No document.</summary>
internal sealed class NoneNode : QueryNode
{
    public override double MaxScore => 0;

    public override void Use(ScoreGrid grid)
    {
    }

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch) => null;

    public override ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch) => null;
}
