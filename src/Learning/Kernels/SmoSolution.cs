namespace Bellwether.Learning.Kernels;

/// <summary>What the solver found.</summary>
/// <param name="Alpha">The variables.</param>
/// <param name="Rho">The offset: a decision is the sum over points less this.</param>
/// <param name="Objective">The value of the minimum.</param>
/// <param name="Iterations">How many pairs were moved.</param>
internal sealed record SmoSolution(double[] Alpha, double Rho, double Objective, int Iterations);
