using System.Text;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>All terms with a beginning, each document scored alike.</summary>
internal sealed class PrefixNode(byte[] prefix, int field, double boost) : QueryNode
{
    private double _score;

    public override double MaxScore => boost;

    public override void Use(ScoreGrid grid) => _score = grid.Round(boost);

    public override DocumentIterator? Open(SegmentView view, SearchScratch scratch)
    {
        var segment = view.Segment;
        var bits = new ulong[(segment.DocumentCount + 63) / 64];
        var (cursor, any) = (scratch.Cursor(), false);
        for (var t = segment.LowerBound(prefix); t < segment.TermCount && segment.Term(t).StartsWith(prefix); t++)
        {
            TermNode.Mark(segment, segment.Entry(t), cursor, segment.FieldCount == 1 ? -1 : field, bits);
            any = true;
        }

        return any ? new SetIterator(bits, _score) : null;
    }

    public override ScoreExplanation? Explain(SegmentView view, int document, SearchScratch scratch) =>
        Open(view, scratch) is { } at && at.Advance(document) == document ? new ScoreExplanation($"prefix '{Encoding.UTF8.GetString(prefix)}'", at.Score(), []) : null;
}
