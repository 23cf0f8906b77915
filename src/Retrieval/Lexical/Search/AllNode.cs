using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Every document, with one score.</summary>
internal sealed class AllNode(double boost) : QueryNode
{
    private double _score;

    public override double MaxScore => boost;

    public override void Use(ScoreGrid grid) => _score = grid.Round(boost);

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch) => new SetIterator(LiveDocuments.All(view.Segment.DocumentCount).Bits.ToArray(), _score);

    public override ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch) => new("every document", _score, []);
}
