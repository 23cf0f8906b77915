using Bellwether.Learning.Trees;

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

    /// <summary>The node as an ensemble takes it, a leaf's value multiplied by a unit.</summary>
    public TreeNode Compile(BinnedRows rows, double unit)
    {
        if (Left < 0)
            return new TreeNode { Value = Value * unit, Cover = Cover };
        var inner = new TreeNode { Feature = Split.Feature, Left = Left, Right = Left + 1, Cover = Cover, Gain = Split.Gain };
        return Split.Bin >= 0
            ? inner with { Threshold = rows.Features[Split.Feature].Upper(Split.Bin), Flags = Split.MissingRight ? NodeFlags.MissingRight : NodeFlags.None }
            : inner with { Set = [Split.Left.A, Split.Left.B, Split.Left.C, Split.Left.D], Flags = NodeFlags.Category };
    }
}
