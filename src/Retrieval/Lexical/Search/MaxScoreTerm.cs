using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>One term of a block-max MAXSCORE search.</summary>
internal sealed class MaxScoreTerm
{
    public PostingsCursor Cursor { get; set; } = null!;

    public TermScorer Scorer { get; set; } = null!;

    /// <summary>The first block that can touch the current window.</summary>
    public int Block { get; set; }

    /// <summary>What none of its postings in <see cref="Block"/> exceeds, once <see cref="LookAtBlock"/> was asked.</summary>
    public double BlockBound { get; private set; }

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

    /// <summary>Finds the block in which a document would be, and its bound; false behind the last.</summary>
    public unsafe bool LookAtBlock(int document)
    {
        var block = Cursor.BlockOf(document, Block);
        if (block >= Cursor.BlockCount)
            return false;
        if (block != Block || BlockBound < 0)
            (Block, BlockBound) = (block, Scorer.Bound(Cursor.BlockImpacts(block)));
        return true;
    }

    /// <summary>Starts on another term.</summary>
    public void Reset(PostingsCursor cursor, TermScorer scorer) => (Cursor, Scorer, Block, BlockBound) = (cursor, scorer, 0, -1);
}
