namespace Bellwether.Learning.Trees;

/// <summary>A node as it is handed to <see cref="TreeEnsembleBuilder"/>: a leaf unless it names a feature.</summary>
internal sealed record TreeNode
{
    /// <summary>The feature asked; -1 for a leaf.</summary>
    public int Feature { get; init; } = -1;

    /// <summary>How it is asked.</summary>
    public NodeFlags Flags { get; init; }

    /// <summary>The largest value that goes left. For a split by <c>&lt;</c> give <see cref="double.BitDecrement"/> of its threshold, which
    /// decides the same; for one on single precision, the largest double that rounds to a float on the left.</summary>
    public double Threshold { get; init; }

    /// <summary>For a category: the encoded categories that go left, a bit each (0 for codes not stored, i + 1 for stored code i, count + 1
    /// for NaN).</summary>
    public ulong[]? Set { get; init; }

    /// <summary>The place of the left child among the tree's nodes.</summary>
    public int Left { get; init; }

    /// <summary>The place of the right child.</summary>
    public int Right { get; init; }

    /// <summary>How much training weight it saw: rows, or a sum of Hessians; above 0.</summary>
    public double Cover { get; init; } = 1;

    /// <summary>What its split gained.</summary>
    public double Gain { get; init; }

    /// <summary>What a leaf adds.</summary>
    public double Value { get; init; }

    /// <summary>What a leaf adds to each of k outputs, where leaves are that wide.</summary>
    public double[]? Values { get; init; }
}
