namespace Bellwether.Learning.TreeExchange;

/// <summary>A node as a foreign file tells it: a leaf unless it names a feature.</summary>
internal sealed record ImportedNode
{
    /// <summary>The feature asked, by its number in the file; -1 for a leaf.</summary>
    public int Feature { get; init; } = -1;

    /// <summary>The largest value that goes left.</summary>
    public double Threshold { get; init; }

    /// <summary>Whether NaN goes left.</summary>
    public bool MissingLeft { get; init; }

    /// <summary>Whether zero goes where NaN goes.</summary>
    public bool ZeroMissing { get; init; }

    /// <summary>For a category: the codes listed, ascending; null for a quantity.</summary>
    public int[]? Categories { get; init; }

    /// <summary>Whether the listed codes go left and all others right, or the other way round.</summary>
    public bool ListedLeft { get; init; }

    /// <summary>The place of the left child among the nodes of the tree.</summary>
    public int Left { get; init; }

    /// <summary>The place of the right child.</summary>
    public int Right { get; init; }

    /// <summary>Training weight seen.</summary>
    public double Cover { get; init; } = 1;

    /// <summary>What the split gained.</summary>
    public double Gain { get; init; }

    /// <summary>What a leaf adds.</summary>
    public double Value { get; init; }

    /// <summary>What a leaf adds to each output, where leaves are that wide.</summary>
    public double[]? Values { get; init; }
}
