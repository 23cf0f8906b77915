using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;

namespace Bellwether.Evaluation.Comparison;

/// <summary>A candidate against a baseline on the same rows.</summary>
/// <param name="Metric">What was compared.</param>
/// <param name="Candidate">The candidate's value, with the interval of the same draws.</param>
/// <param name="Baseline">The baseline's value, with the interval of the same draws.</param>
/// <param name="Difference">Candidate less baseline, with its interval.</param>
/// <param name="PValue">Two-sided, for a difference of 0; NaN where it could not be had.</param>
/// <param name="Verdict">Better or worse in the metric's direction, or not distinguishable.</param>
public sealed record ModelComparison(Metric Metric, Estimate Candidate, Estimate Baseline, Estimate Difference, double PValue, Verdict Verdict);
