using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Numerics.Optimization;

/// <summary>Newton steps by preconditioned conjugate gradients within a trust region: for convex objectives of very many variables whose Hessian is only
/// ever multiplied by.</summary>
/// <remarks>TRON as in liblinear (Lin, Weng and Keerthi, "Trust region Newton method for large-scale logistic regression", 2008, algorithm 1), with the
/// diagonal preconditioner mixed with the identity (Hsia, Chiang and Lin, "Preconditioned conjugate gradient methods in truncated Newton frameworks",
/// 2018, equation 18) and Steihaug's rule at the boundary. Deterministic; memory 8 vectors of d doubles.</remarks>
public sealed record TrustRegionNewton
{
    private const double Eta0 = 1e-4, Eta1 = 0.25, Eta2 = 0.75, Sigma1 = 0.25, Sigma2 = 0.5, Sigma3 = 4, Mix = 0.01, Forcing = 0.5;

    /// <summary>At most so many steps, refused ones counted; 1000 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 1_000;

    /// <summary>Ends when the gradient's norm is at most this; 1e-6 by default.</summary>
    public double Tolerance { get; init => field = Require.NotNegative(value); } = 1e-6;

    /// <summary>Walks from a point (d) downhill; the point holds the minimum afterwards.</summary>
    /// <param name="objective">What to minimize: convex.</param>
    /// <param name="point">Where to start; there the objective must be finite.</param>
    /// <param name="progress">Told the share of iterations done, or null.</param>
    /// <param name="cancellationToken">Checked once per step of conjugate gradients.</param>
    /// <exception cref="ArgumentException">The length is not the objective's, or the objective is not finite at the start.</exception>
    public Minimum Minimize(ICurvedObjective objective, Span<double> point, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var size = objective.Dimension;
        Require.SameLength(size, point.Length, nameof(point));
        var (gradient, there, trial, metric) = (new double[size], new double[size], new double[size], new double[size]);
        var inner = new ConjugateGradients(objective, Forcing);
        var value = objective.Evaluate(point, gradient);
        if (!double.IsFinite(value))
            throw new ArgumentException(FormattableString.Invariant($"The objective must be finite where the search starts, but is {value}."), nameof(point));
        Settle(objective, metric);
        var (radius, norm, iteration, evaluations, accepted) = (ConjugateGradients.Norm(gradient, metric), DenseVectors.Norm(gradient), 0, 1, 0);
        while (norm > Tolerance && iteration++ < MaxIterations)
        {
            var atBoundary = inner.Solve(gradient, metric, radius, cancellationToken);
            var (slope, length) = (DenseVectors.Dot(gradient, inner.Step), ConjugateGradients.Norm(inner.Step, metric));
            var predicted = -0.5 * (slope - DenseVectors.Dot(inner.Step, inner.Residual));
            DenseVectors.AddScaled(inner.Step, 1, point, trial);
            var next = objective.Evaluate(trial, there);
            evaluations++;
            var actual = double.IsFinite(next) ? value - next : double.NegativeInfinity;
            if (accepted == 0)
                radius = Math.Min(radius, length);
            radius = Radius(radius, length, slope, predicted, actual, atBoundary);
            if (actual > Eta0 * predicted)
            {
                trial.CopyTo(point);
                there.CopyTo(gradient, 0);
                (value, norm, accepted) = (next, DenseVectors.Norm(gradient), accepted + 1);
                Settle(objective, metric);
            }

            progress?.Report(iteration / (double)MaxIterations);
            if (!(predicted > 0) || (Math.Abs(actual) <= 1e-13 * Math.Abs(value) && predicted <= 1e-13 * Math.Abs(value)))
                break;
        }

        return new Minimum(value, Math.Abs(DenseVectors.MaxMagnitude(gradient)), Math.Min(iteration, MaxIterations), evaluations, norm <= Tolerance);
    }

    private static void Settle(ICurvedObjective objective, double[] metric)
    {
        objective.Settle(metric);
        for (var i = 0; i < metric.Length; i++)
            metric[i] = 1 - Mix + (Mix * metric[i]);
    }

    private static double Radius(double radius, double length, double slope, double predicted, double actual, bool atBoundary)
    {
        if (double.IsNegativeInfinity(actual))
            return Sigma1 * Math.Min(length, radius);
        var excess = -actual - slope;
        var alpha = excess <= 0 ? Sigma3 : Math.Max(Sigma1, -0.5 * (slope / excess));
        if (actual < Eta0 * predicted)
            return Math.Min(alpha * length, Sigma2 * radius);
        if (actual < Eta1 * predicted)
            return Math.Max(Sigma1 * radius, Math.Min(alpha * length, Sigma2 * radius));
        if (actual < Eta2 * predicted)
            return Math.Max(Sigma1 * radius, Math.Min(alpha * length, Sigma3 * radius));
        return atBoundary ? Sigma3 * radius : Math.Max(radius, Math.Min(alpha * length, Sigma3 * radius));
    }
}
