namespace Bellwether.Systems.Building;

/// <summary>How a business metric is computed: the sum of its parts over decisions, or the ratio of two such sums.</summary>
/// <param name="Metric">The metric's name in the design.</param>
/// <param name="Part">What one decision adds above the line, given the true label.</param>
/// <param name="Whole">What it adds below the line; null for a plain sum.</param>
internal sealed record Measure<TRequest, TDecision>(string Metric, Func<TRequest, TDecision, double, double> Part, Func<TRequest, TDecision, double, double>? Whole);
