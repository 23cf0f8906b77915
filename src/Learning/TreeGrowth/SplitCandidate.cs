namespace Bellwether.Learning.TreeGrowth;

/// <summary>A possible split of a leaf. Bins at or below <paramref name="Bin"/> go left, or, for a category, the bins in the set.</summary>
/// <param name="Gain">How much the penalized loss falls, times two.</param>
/// <param name="Feature">The feature; -1 for none.</param>
/// <param name="Bin">The last bin that goes left; -1 for a category.</param>
/// <param name="MissingRight">Where missing goes in a split of a quantity.</param>
/// <param name="Left">For a category: which bins go left, 256 bits.</param>
/// <param name="LeftGradient">Sum of gradients on the left.</param>
/// <param name="LeftHessian">Sum of Hessians on the left.</param>
internal readonly record struct SplitCandidate(
    double Gain, int Feature, int Bin, bool MissingRight, BinSet Left, double LeftGradient, double LeftHessian)
{
    /// <summary>No split.</summary>
    public static SplitCandidate None { get; } = new(0, -1, -1, false, default, 0, 0);
}
