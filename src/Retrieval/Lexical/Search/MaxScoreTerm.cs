using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>One term of a block-max MAXSCORE search.</summary>
internal sealed class MaxScoreTerm
{
    public PostingsCursor Cursor { get; set; } = null!;

    public TermScorer Scorer { get; set; } = null!;

    /// <summary>The first block that can touch the current window.</summary>
    public int Block { get; set; }

    /// <summary>What none of its postings in the current window exceeds; 0 where it has none.</summary>
    public double Bound { get; private set; }

    /// <summary>Looks up the bound of the documents from <paramref name="low"/> to below <paramref name="high"/>, by the impacts of the blocks they lie in; decodes nothing.</summary>
    public unsafe void Look(int low, int high)
    {
        Bound = 0;
        Block = Cursor.BlockOf(low, Block);
        for (var block = Block; block < Cursor.BlockCount; block++)
        {
            if (block > Block && Cursor.LastDocument(block - 1) + 1 >= high)
                break;
            Bound = Math.Max(Bound, Scorer.Bound(Cursor.BlockImpacts(block)));
        }

        if (Block >= Cursor.BlockCount || Cursor.Document >= high)
            Bound = 0;
    }
}
