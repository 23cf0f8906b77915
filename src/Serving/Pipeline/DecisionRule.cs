namespace Bellwether.Serving.Pipeline;

/// <summary>Turns a score into a decision: thresholds, business rules. Must be fast and pure, and must not throw.</summary>
/// <param name="request">What was asked.</param>
/// <param name="score">The score of the level that answered; finite.</param>
/// <param name="features">The vector (d); lent for the call.</param>
public delegate TDecision DecisionRule<in TRequest, out TDecision>(TRequest request, double score, ReadOnlySpan<double> features);
