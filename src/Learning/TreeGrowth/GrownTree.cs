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
    public List<TreeNode> Compile(BinnedRows rows, double unit) => [.. Nodes.Select(node => node.Compile(rows, unit))];
}
