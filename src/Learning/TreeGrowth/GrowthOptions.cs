namespace Bellwether.Learning.TreeGrowth;

/// <summary>What a grower must know of the options of a learner; see there for what each means.</summary>
internal sealed record GrowthOptions
{
    public required int MaxLeaves { get; init; }

    public required int MaxDepth { get; init; }

    public bool DepthWise { get; init; }

    public double LearningRate { get; init; } = 1;

    public double MinChildWeight { get; init; }

    public double Lambda { get; init; }

    public double Alpha { get; init; }

    public double Gamma { get; init; }

    public double CategorySmoothing { get; init; }

    public double CategoryLambda { get; init; }

    /// <summary>The share of a tree's features that a node may split on.</summary>
    public double ColumnSampleByNode { get; init; } = 1;

    /// <summary>By feature: 1 where the score must not fall as it rises, -1 where it must not rise, 0 for no demand; null for none at all.</summary>
    public sbyte[]? Monotone { get; init; }
}
