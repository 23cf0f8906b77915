namespace Bellwether.Learning.Trees;

/// <summary>A feature on the way down a tree: the share of rows that pass when it is absent and when it is present, and the weight of
/// subsets of so many features.</summary>
internal struct PathStep(int feature, double zero, double one, double weight)
{
    /// <summary>The feature; -1 for the root's dummy.</summary>
    public int Feature = feature;

    /// <summary>The share that passes when it is absent.</summary>
    public double Zero = zero;

    /// <summary>1 when the vector passes, else 0.</summary>
    public double One = one;

    /// <summary>Weight of subsets.</summary>
    public double Weight = weight;
}
