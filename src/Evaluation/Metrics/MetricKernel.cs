namespace Bellwether.Evaluation.Metrics;

/// <summary>Computes a metric over n checked rows that are sorted by score, highest first.</summary>
/// <param name="scores">Scores (n), descending.</param>
/// <param name="labels">Labels (n).</param>
/// <param name="weights">Weights (n) of 0 or more; a bootstrap passes how often each row was drawn. A row of weight 0 must not count.</param>
/// <returns>The value; NaN where it does not exist. Must not depend on the order of rows with equal scores.</returns>
public delegate double MetricKernel(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights);
