using Bellwether.Evaluation.Intervals;

namespace Bellwether.Evaluation.Online;

/// <summary>What progressive validation found.</summary>
/// <param name="Overall">The metric over all rows, early ones of a learner that knew nothing among them.</param>
/// <param name="Curve">The metric over each window, in order; the last may be shorter.</param>
/// <param name="Scores">The score (n) of each row before it was learned.</param>
public sealed record ProgressiveResult(Estimate Overall, IReadOnlyList<ProgressivePoint> Curve, IReadOnlyList<double> Scores);
