using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;

namespace Bellwether.Evaluation.Thresholds;

/// <summary>A threshold and what it does on the rows that it was chosen on. Judge it on other rows with
/// <see cref="ThresholdChoice.Judge"/>: on these it looks a little better than it is.</summary>
/// <param name="Threshold">Rows with a score of at least this are flagged.</param>
/// <param name="Confusion">What that gets right and wrong.</param>
/// <param name="Precision">Share of positives among the flagged, with interval.</param>
/// <param name="Recall">Share of the positives that is flagged, with interval.</param>
/// <param name="FalsePositiveRate">Share of the negatives that is flagged, with interval.</param>
/// <param name="FlaggedShare">Share of all rows that is flagged, with interval.</param>
public sealed record OperatingPoint(
    double Threshold, Confusion Confusion, Estimate Precision, Estimate Recall, Estimate FalsePositiveRate, Estimate FlaggedShare)
{
    /// <summary>The mean cost per unit of weight, with interval; null where the threshold was not chosen by cost.</summary>
    public Estimate? CostPerRow { get; init; }
}
