namespace Bellwether.Learning.TreeGrowth;

/// <summary>A node of a growing tree.</summary>
/// <param name="Split">How it splits, if it does.</param>
/// <param name="Left">Its left child, or -1 for a leaf.</param>
/// <param name="Value">What a leaf adds to the score.</param>
/// <param name="Cover">The training rows that it saw.</param>
internal sealed record GrownNode(SplitCandidate Split, int Left, double Value, int Cover)
{
    /// <summary>Whether a bin goes left.</summary>
    public bool GoesLeft(int bin, int missing) => Split.Bin < 0 ? Split.Left.Has(bin) : bin == missing ? !Split.MissingRight : bin <= Split.Bin;
}
