namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Minimizes ½ xᵀA x - bᵀx + Σ l1ᵢ|xᵢ| + ½ Σ l2ᵢ xᵢ² for a symmetric positive semi-definite A.</summary>
/// <remarks>Without l1 by one <see cref="Cholesky"/> factorization; with it by cyclic coordinate descent with covariance updates
/// (Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via coordinate descent", 2010, section 2.2).
/// Deterministic.</remarks>
public static class PenalizedQuadratic
{
    /// <summary>Finds the minimum.</summary>
    /// <param name="matrix">A (n, n), row after row, both triangles.</param>
    /// <param name="vector">b (n).</param>
    /// <param name="l1">Weights (n) of the absolute values, 0 or more.</param>
    /// <param name="l2">Weights (n) of the squares, 0 or more.</param>
    /// <param name="x">Where to start (n); holds the minimum afterwards.</param>
    /// <param name="tolerance">Descent ends when no step of a whole cycle changed A x by more than this share of the largest |b|.</param>
    /// <param name="maxCycles">Descent ends after so many cycles at the latest.</param>
    public static void Minimize(
        ReadOnlySpan<double> matrix, ReadOnlySpan<double> vector, ReadOnlySpan<double> l1, ReadOnlySpan<double> l2, Span<double> x,
        double tolerance = 1e-12, int maxCycles = 20_000)
    {
        var size = x.Length;
        Require.SameLength(size, vector.Length, nameof(vector));
        if (!l1.ContainsAnyExcept(0.0))
        {
            var ridge = matrix.ToArray();
            for (var i = 0; i < size; i++)
                ridge[(i * size) + i] += l2[i];
            vector.CopyTo(x);
            Cholesky.Factor(ridge, size).Solve(x);
            return;
        }

        Descend(matrix, vector, l1, l2, x, tolerance, maxCycles);
    }

    private static void Descend(
        ReadOnlySpan<double> matrix, ReadOnlySpan<double> vector, ReadOnlySpan<double> l1, ReadOnlySpan<double> l2, Span<double> x,
        double tolerance, int maxCycles)
    {
        var size = x.Length;
        var residual = vector.ToArray();
        var largest = 0.0;
        for (var i = 0; i < size; i++)
        {
            largest = Math.Max(largest, Math.Abs(vector[i]));
            if (x[i] != 0)
                Subtract(residual, matrix.Slice(i * size, size), x[i]);
        }

        for (var cycle = 0; cycle < maxCycles; cycle++)
        {
            var change = 0.0;
            for (var i = 0; i < size; i++)
            {
                var diagonal = matrix[(i * size) + i];
                if (diagonal + l2[i] <= 0)
                    continue;
                var pull = residual[i] + (diagonal * x[i]);
                var shrunk = Math.Abs(pull) <= l1[i] ? 0 : pull - Math.CopySign(l1[i], pull);
                var step = (shrunk / (diagonal + l2[i])) - x[i];
                if (step == 0)
                    continue;
                x[i] += step;
                Subtract(residual, matrix.Slice(i * size, size), step);
                change = Math.Max(change, Math.Abs(step) * (diagonal + l2[i]));
            }

            if (change <= tolerance * largest)
                return;
        }
    }

    private static void Subtract(Span<double> residual, ReadOnlySpan<double> row, double times)
    {
        for (var i = 0; i < residual.Length; i++)
            residual[i] -= row[i] * times;
    }
}
