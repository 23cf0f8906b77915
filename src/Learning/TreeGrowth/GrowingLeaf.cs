namespace Bellwether.Learning.TreeGrowth;

/// <summary>A leaf that may still split.</summary>
internal sealed class GrowingLeaf
{
    /// <summary>Its node in the tree.</summary>
    public required int Node { get; init; }

    /// <summary>Its first place in the partition.</summary>
    public required int Begin { get; init; }

    /// <summary>How many rows it has.</summary>
    public required int Count { get; init; }

    /// <summary>Splits above it.</summary>
    public required int Depth { get; init; }

    /// <summary>Sum of gradients.</summary>
    public double Gradient { get; set; }

    /// <summary>Sum of Hessians.</summary>
    public double Hessian { get; set; }

    /// <summary>The least value that monotone constraints above it allow.</summary>
    public double Least { get; set; } = double.NegativeInfinity;

    /// <summary>The greatest value that they allow.</summary>
    public double Greatest { get; set; } = double.PositiveInfinity;

    /// <summary>Its histograms, while it may still split and there is memory for them.</summary>
    public long[]? Histogram { get; set; }

    /// <summary>Its best split.</summary>
    public SplitCandidate Best { get; set; } = SplitCandidate.None;
}
