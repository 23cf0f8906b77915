namespace Bellwether.Learning.Trees;

/// <summary>Which leaf of a growing tree is split next.</summary>
public enum TreeGrowthOrder
{
    /// <summary>The one with the largest gain: deeper where it pays.</summary>
    LeafWise,

    /// <summary>The one nearest to the root: level by level.</summary>
    DepthWise,
}
