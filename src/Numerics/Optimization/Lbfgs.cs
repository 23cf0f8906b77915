using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Numerics.Optimization;

/// <summary>Limited-memory BFGS: a quasi-Newton method that remembers the last few steps instead of a Hessian.</summary>
/// <remarks>Two-loop recursion of Liu and Nocedal, "On the limited memory BFGS method for large scale optimization" (1989), with a line search for the strong
/// Wolfe conditions (Nocedal and Wright, "Numerical Optimization", 2006, algorithms 3.5, 3.6 and 7.4). O(memory · d) per step beside the evaluations;
/// memory 2 · memory + 5 vectors of d doubles. Deterministic, one thread.</remarks>
public sealed record Lbfgs
{
    // So many steps without a smaller value or gradient mean that rounding leaves no way down.
    private const int MostIdle = 10;

    /// <summary>How many past steps shape the next one; 10 by default.</summary>
    public int Memory { get; init => field = Require.Positive(value); } = 10;

    /// <summary>At most so many steps; 1000 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 1_000;

    /// <summary>Ends when no component of the gradient is larger; 1e-6 by default.</summary>
    public double Tolerance { get; init => field = Require.NotNegative(value); } = 1e-6;

    /// <summary>Walks from a point (d) downhill; the point holds the minimum afterwards.</summary>
    /// <param name="objective">What to minimize.</param>
    /// <param name="point">Where to start; there the objective must be finite.</param>
    /// <param name="progress">Told the share of iterations done, or null.</param>
    /// <param name="cancellationToken">Checked once per step.</param>
    /// <exception cref="ArgumentException">The length is not the objective's, or the objective is not finite at the start.</exception>
    public Minimum Minimize(IObjective objective, Span<double> point, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var size = objective.Dimension;
        Require.SameLength(size, point.Length, nameof(point));
        var (gradient, direction) = (new double[size], new double[size]);
        var search = new WolfeSearch(objective);
        var history = new StepHistory(Memory, size);
        var value = objective.Evaluate(point, gradient);
        if (!double.IsFinite(value))
            throw new ArgumentException(FormattableString.Invariant($"The objective must be finite where the search starts, but is {value}."), nameof(point));
        var (iteration, slope, idle) = (0, DenseVectors.MaxMagnitude(gradient), 0);
        var least = slope;
        while (Math.Abs(slope) > Tolerance && iteration < MaxIterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            history.Direction(gradient, direction);
            var before = value;
            var first = history.Count == 0 ? Math.Min(1, 1 / DenseVectors.Norm(gradient)) : 1;
            if (!search.Advance(point, ref value, gradient, direction, first))
            {
                if (history.Count == 0)
                    break;
                history.Forget();
                continue;
            }

            history.Add(search.Step, search.Change);
            slope = DenseVectors.MaxMagnitude(gradient);
            idle = before - value > 1e-14 * Math.Abs(value) || slope < 0.9 * least ? 0 : idle + 1;
            least = Math.Min(least, slope);
            if (idle == MostIdle)
                break;
            iteration++;
            progress?.Report(iteration / (double)MaxIterations);
        }

        return new Minimum(value, Math.Abs(slope), iteration, search.Evaluations + 1, Math.Abs(slope) <= Tolerance);
    }
}
