namespace Bellwether.Learning.Linear;

/// <summary>A loss of one row that is convex in its score.</summary>
internal interface IRowLoss
{
    /// <summary>The loss of a score, its falling slope (minus the first derivative) and its second derivative.</summary>
    static abstract double At(double score, double label, out double pull, out double curvature);
}
