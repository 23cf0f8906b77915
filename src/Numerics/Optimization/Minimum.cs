namespace Bellwether.Numerics.Optimization;

/// <summary>Where a minimization ended.</summary>
/// <param name="Value">The objective there.</param>
/// <param name="Gradient">The largest absolute component of the gradient there.</param>
/// <param name="Iterations">How many steps were taken.</param>
/// <param name="Evaluations">How many times the objective was evaluated.</param>
/// <param name="Converged">Whether the tolerance was reached; false when iterations ran out, or rounding left no way down.</param>
public sealed record Minimum(double Value, double Gradient, int Iterations, int Evaluations, bool Converged);
