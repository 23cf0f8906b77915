namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Solves A x = b for a symmetric positive semi-definite A by the factorization A = L Lᵀ.</summary>
/// <remarks>A row and column that is, to rounding, a combination of earlier ones is left out: its unknown is 0. For normal equations this
/// is least squares with the later of two collinear columns dropped. n³/6 multiplications, deterministic; immutable once made.
/// Golub and Van Loan, Matrix Computations, section 4.2.</remarks>
public sealed class Cholesky
{
    private readonly double[] _lower;
    private readonly bool[] _dropped;
    private readonly int _size;

    private Cholesky(double[] lower, bool[] dropped, int size) => (_lower, _dropped, _size) = (lower, dropped, size);

    /// <summary>How many rows were left out as combinations of earlier ones.</summary>
    public int Dropped => _dropped.Count(d => d);

    /// <summary>Factors a matrix (n, n), row after row; only its lower triangle is read.</summary>
    /// <param name="matrix">n² numbers, not changed.</param>
    /// <param name="size">n.</param>
    /// <param name="tolerance">A pivot at or below this share of its diagonal element counts as zero.</param>
    /// <exception cref="ArgumentException">The length is not n².</exception>
    public static Cholesky Factor(ReadOnlySpan<double> matrix, int size, double tolerance = 1e-11)
    {
        Require.SameLength(checked(size * size), matrix.Length, nameof(matrix));
        var (lower, dropped) = (new double[matrix.Length], new bool[size]);
        for (var i = 0; i < size; i++)
        {
            var row = lower.AsSpan(i * size, size);
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[(i * size) + j] - Dot(row[..j], lower.AsSpan(j * size, j));
                if (j < i)
                    row[j] = dropped[j] ? 0 : sum / lower[(j * size) + j];
                else if (sum > tolerance * matrix[(i * size) + i])
                    row[i] = Math.Sqrt(sum);
                else
                    dropped[i] = true;
            }
        }

        return new Cholesky(lower, dropped, size);
    }

    /// <summary>Replaces b (n) by the solution x.</summary>
    public void Solve(Span<double> b)
    {
        Require.SameLength(_size, b.Length);
        for (var i = 0; i < _size; i++)
            b[i] = _dropped[i] ? 0 : (b[i] - Dot(_lower.AsSpan(i * _size, i), b[..i])) / _lower[(i * _size) + i];
        for (var i = _size - 1; i >= 0; i--)
        {
            if (_dropped[i])
                continue;
            var sum = b[i];
            for (var k = i + 1; k < _size; k++)
                sum -= _lower[(k * _size) + i] * b[k];
            b[i] = sum / _lower[(i * _size) + i];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
