using Bellwether.Evaluation.Intervals;

namespace Bellwether.Evaluation.Slices;

/// <summary>A metric on one part of the rows.</summary>
/// <param name="Slice">The part's name, e.g. <c>country=DE</c>.</param>
/// <param name="Support">Its rows.</param>
/// <param name="Positives">Its rows with label 1.</param>
/// <param name="Estimate">The metric on it.</param>
/// <param name="Rest">The metric on all other rows; NaN where it does not exist.</param>
/// <param name="Gap">How much worse than the rest it is, in the metric's direction: above 0 is worse.</param>
/// <param name="PValue">Two-sided, for a gap of 0, corrected for the number of slices (Holm, 1979); NaN where it could not be had.</param>
public sealed record SliceResult(string Slice, int Support, int Positives, Estimate Estimate, double Rest, double Gap, double PValue)
{
    /// <summary>True when the slice is worse than the rest at 5 %, after the correction.</summary>
    public bool IsSignificantlyWorse => Gap > 0 && PValue < 0.05;
}
