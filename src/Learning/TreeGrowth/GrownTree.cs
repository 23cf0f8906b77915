using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>A tree while it grows; node 0 is the root, and the right child of a node follows its left child.</summary>
internal sealed class GrownTree
{
    /// <summary>The nodes.</summary>
    public List<GrownNode> Nodes { get; } = [];

    /// <summary>The leaves with the rows they hold, as places in the partition.</summary>
    public List<GrowingLeaf> Leaves { get; } = [];

    /// <summary>The leaf that a row falls into.</summary>
    public int LeafOf(BinnedRows rows, int row)
    {
        var node = 0;
        while (Nodes[node].Left >= 0)
            node = Nodes[node].Left + (Nodes[node].GoesLeft(rows.Bin(Nodes[node].Split.Feature, row), rows.Features[Nodes[node].Split.Feature].Missing) ? 0 : 1);
        return node;
    }

    /// <summary>The nodes as an ensemble takes them, leaf values multiplied by a unit.</summary>
    public List<TreeNode> Compile(BinnedRows rows, double unit) => [.. Nodes.Select(node => Compile(node, rows, unit))];

    private static TreeNode Compile(GrownNode node, BinnedRows rows, double unit)
    {
        if (node.Left < 0)
            return new TreeNode { Value = node.Value * unit, Cover = node.Cover };
        var split = node.Split;
        var inner = new TreeNode { Feature = split.Feature, Left = node.Left, Right = node.Left + 1, Cover = node.Cover, Gain = split.Gain };
        return split.Bin >= 0
            ? inner with { Threshold = rows.Features[split.Feature].Upper(split.Bin), Flags = split.MissingRight ? NodeFlags.MissingRight : NodeFlags.None }
            : inner with { Set = [split.Left.A, split.Left.B, split.Left.C, split.Left.D], Flags = NodeFlags.Category };
    }
}
