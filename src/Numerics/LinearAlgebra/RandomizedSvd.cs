using System.Numerics.Tensors;
using Bellwether.Numerics.Parallelism;
using Bellwether.Numerics.Random;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>The leading singular triplets of a sparse matrix (n, m), by random projection and power iterations.</summary>
/// <remarks>Halko, Martinsson and Tropp, "Finding Structure with Randomness" (2011), algorithms 4.4 and 5.1; the small problem is solved by
/// Hestenes' one-sided Jacobi rotations. Signs: the element of largest size of each right vector is positive. Deterministic at any number of threads.
/// O(entries·l·(2q + 2) + (n + m)·l²·q) for l = rank + oversampling columns. Immutable once made.</remarks>
public sealed class RandomizedSvd
{
    private const int MostSweeps = 60;

    private readonly double[] _values;
    private readonly float[] _left;
    private readonly float[] _right;

    private RandomizedSvd(double[] values, float[] left, float[] right) => (_values, _left, _right) = (values, left, right);

    /// <summary>The singular values (rank), descending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Left singular vectors as columns (n, rank), row after row.</summary>
    public ReadOnlySpan<float> Left => _left;

    /// <summary>Right singular vectors as columns (m, rank), row after row.</summary>
    public ReadOnlySpan<float> Right => _right;

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="matrix">A (n, m).</param>
    /// <param name="rank">How many triplets, at most min(n, m).</param>
    /// <param name="seed">Where the projection comes from.</param>
    /// <param name="oversampling">Columns beyond the rank.</param>
    /// <param name="iterations">Power iterations q: more for spectra that fall slowly.</param>
    /// <param name="threads">At most this many threads.</param>
    /// <param name="cancellationToken">Checked once per block.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rank is not in 1 to min(n, m).</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static RandomizedSvd Decompose(
        SparseMatrix matrix, int rank, Seed seed, int oversampling = 10, int iterations = 7, int threads = 1, CancellationToken cancellationToken = default)
    {
        Require.InRange(rank, 1, Math.Min(matrix.Rows, matrix.Width));
        var width = Math.Min(rank + Require.NotNegative(oversampling), Math.Min(matrix.Rows, matrix.Width));
        var transposed = matrix.Transpose();
        var stream = seed.Stream();
        var basis = new double[matrix.Width * width];
        for (var i = 0; i < basis.Length; i++)
            basis[i] = stream.NextGaussian();
        var range = Times(matrix, basis, width, threads, cancellationToken);
        for (var step = 0; step < Require.NotNegative(iterations); step++)
        {
            basis = Times(transposed, Orthonormal(range, width, cancellationToken), width, threads, cancellationToken);
            range = Times(matrix, Orthonormal(basis, width, cancellationToken), width, threads, cancellationToken);
        }

        range = Orthonormal(range, width, cancellationToken);

        // B = Qᵀ A, one row per column of Q: rotations make its rows orthogonal, B = R S Vᵀ, so that A = (Q R) S Vᵀ.
        var rows = Transposed(Times(transposed, range, width, threads, cancellationToken), width);
        return Assemble(rows, Rotate(rows, width, cancellationToken), range, width, rank);
    }

    private static RandomizedSvd Assemble(double[] rows, double[] rotation, double[] range, int width, int rank)
    {
        var (columns, height) = (rows.Length / width, range.Length / width);
        var norms = new double[width];
        for (var i = 0; i < width; i++)
            norms[i] = TensorPrimitives.Norm<double>(rows.AsSpan(i * columns, columns));
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => norms[i]).ThenBy(i => i).Take(rank)];
        var (left, right) = (new float[height * rank], new float[columns * rank]);
        for (var k = 0; k < rank; k++)
        {
            var row = rows.AsSpan(order[k] * columns, columns);
            var scale = norms[order[k]] > 0 ? 1 / norms[order[k]] : 0;
            var sign = row[TensorPrimitives.IndexOfMaxMagnitude<double>(row)] < 0 ? -1 : 1;
            for (var j = 0; j < columns; j++)
                right[(j * rank) + k] = (float)(row[j] * scale * sign);
            for (var i = 0; i < height; i++)
                left[(i * rank) + k] = (float)(sign * TensorPrimitives.Dot<double>(range.AsSpan(i * width, width), rotation.AsSpan(order[k] * width, width)));
        }

        return new RandomizedSvd([.. order.Select(i => norms[i])], left, right);
    }

    /// <summary>Makes rows (l, m) orthogonal by rotating pairs; gives the rotation (l, l).</summary>
    private static double[] Rotate(double[] rows, int count, CancellationToken cancellationToken)
    {
        var length = rows.Length / count;
        var rotation = new double[count * count];
        for (var i = 0; i < count; i++)
            rotation[(i * count) + i] = 1;
        for (var (sweep, rotated) = (0, true); rotated && sweep < MostSweeps; sweep++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rotated = false;
            for (var p = 0; p < count; p++)
                for (var q = p + 1; q < count; q++)
                {
                    var a = rows.AsSpan(p * length, length);
                    var b = rows.AsSpan(q * length, length);
                    var (alpha, beta, gamma) = (TensorPrimitives.SumOfSquares<double>(a), TensorPrimitives.SumOfSquares<double>(b), TensorPrimitives.Dot<double>(a, b));
                    if (Math.Abs(gamma) <= 1e-12 * Math.Sqrt(alpha * beta) || gamma == 0)
                        continue;
                    rotated = true;
                    var zeta = (beta - alpha) / (2 * gamma);
                    var t = Math.CopySign(1 / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta))), zeta);
                    var c = 1 / Math.Sqrt(1 + (t * t));
                    Turn(a, b, c, c * t);
                    Turn(rotation.AsSpan(p * count, count), rotation.AsSpan(q * count, count), c, c * t);
                }
        }

        return rotation;
    }

    private static void Turn(Span<double> a, Span<double> b, double c, double s)
    {
        for (var i = 0; i < a.Length; i++)
            (a[i], b[i]) = ((c * a[i]) - (s * b[i]), (s * a[i]) + (c * b[i]));
    }

    private static double[] Times(SparseMatrix matrix, double[] dense, int width, int threads, CancellationToken cancellationToken)
    {
        var product = new double[matrix.Rows * width];
        Fork.Blocks(matrix.Rows, 64, threads, (first, last) =>
        {
            for (var row = first; row < last; row++)
            {
                var columns = matrix.Columns(row);
                var values = matrix.Values(row);
                var to = product.AsSpan(row * width, width);
                for (var at = 0; at < columns.Length; at++)
                    TensorPrimitives.MultiplyAdd(dense.AsSpan(columns[at] * width, width), values[at], to, to);
            }
        }, cancellationToken);
        return product;
    }

    /// <summary>The columns of a matrix (n, l) made orthonormal: Gram-Schmidt, twice. A column that is a combination of earlier ones becomes 0.</summary>
    private static double[] Orthonormal(double[] matrix, int width, CancellationToken cancellationToken)
    {
        var rows = Transposed(matrix, width);
        var length = rows.Length / width;
        for (var i = 0; i < width; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = rows.AsSpan(i * length, length);
            var before = TensorPrimitives.Norm<double>(row);
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < i; j++)
                {
                    var other = rows.AsSpan(j * length, length);
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(row, other), row, row);
                }

            var norm = TensorPrimitives.Norm<double>(row);
            if (norm > 1e-13 * before && norm > 0)
                TensorPrimitives.Multiply(row, 1 / norm, row);
            else
                row.Clear();
        }

        return Transposed(rows, length);
    }

    private static double[] Transposed(double[] matrix, int columns)
    {
        var rows = matrix.Length / columns;
        var result = new double[matrix.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                result[(j * rows) + i] = matrix[(i * columns) + j];
        return result;
    }
}
