namespace Bellwether.Serving.Rollout;

/// <summary>One look at a guardrail.</summary>
/// <param name="Difference">Candidate minus control.</param>
/// <param name="LeastHarm">The lower bound of the harm, in the harmful direction; negative infinity before the first look.</param>
/// <param name="IsHarm">Whether the bound lies beyond the margin.</param>
public readonly record struct GuardrailReading(double Difference, double LeastHarm, bool IsHarm);
