using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Numerics.Optimization;

/// <summary>Solves H s = -g roughly, with a diagonal preconditioner M, for s of M-norm at most the radius (Steihaug, 1983).</summary>
internal sealed class ConjugateGradients(ICurvedObjective objective, double forcing)
{
    private readonly double[] _direction = new double[objective.Dimension];
    private readonly double[] _curved = new double[objective.Dimension];
    private readonly double[] _scaled = new double[objective.Dimension];

    /// <summary>s.</summary>
    public double[] Step { get; } = new double[objective.Dimension];

    /// <summary>-g - H s.</summary>
    public double[] Residual { get; } = new double[objective.Dimension];

    /// <summary>sqrt(xᵀ M x).</summary>
    public static double Norm(ReadOnlySpan<double> x, ReadOnlySpan<double> metric) => Math.Sqrt(Product(x, metric, x));

    /// <summary>Fills <see cref="Step"/> and <see cref="Residual"/>; true when the step ends at the boundary.</summary>
    public bool Solve(ReadOnlySpan<double> gradient, ReadOnlySpan<double> metric, double radius, CancellationToken cancellationToken)
    {
        Step.AsSpan().Clear();
        for (var i = 0; i < Residual.Length; i++)
            (Residual[i], _direction[i]) = (-gradient[i], -gradient[i] / metric[i]);
        var size = DenseVectors.Dot(_direction, Residual);
        var (start, limit) = (Math.Sqrt(size), Math.Max(5, Step.Length));
        var target = Math.Min(forcing, Math.Sqrt(start)) * start;
        for (var i = 0; i < limit && Math.Sqrt(size) > target; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            objective.HessianProduct(_direction, _curved);
            var curvature = DenseVectors.Dot(_direction, _curved);
            if (!(curvature > 0))
                return i > 0;
            var alpha = size / curvature;
            DenseVectors.AddScaled(_direction, alpha, Step, Step);
            if (Norm(Step, metric) > radius)
            {
                DenseVectors.AddScaled(_direction, -alpha, Step, Step);
                alpha = ToBoundary(metric, radius);
                DenseVectors.AddScaled(_direction, alpha, Step, Step);
                DenseVectors.AddScaled(_curved, -alpha, Residual, Residual);
                return true;
            }

            DenseVectors.AddScaled(_curved, -alpha, Residual, Residual);
            for (var k = 0; k < _scaled.Length; k++)
                _scaled[k] = Residual[k] / metric[k];
            var next = DenseVectors.Dot(_scaled, Residual);
            DenseVectors.AddScaled(_direction, next / size, _scaled, _direction);
            size = next;
        }

        return false;
    }

    private double ToBoundary(ReadOnlySpan<double> metric, double radius)
    {
        var (sd, ss, dd) = (Product(Step, metric, _direction), Product(Step, metric, Step), Product(_direction, metric, _direction));
        var room = (radius * radius) - ss;
        var root = Math.Sqrt(Math.Max(0, (sd * sd) + (dd * room)));
        return sd >= 0 ? room / (sd + root) : (root - sd) / dd;
    }

    private static double Product(ReadOnlySpan<double> x, ReadOnlySpan<double> metric, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * metric[i] * y[i];
        return sum;
    }
}
