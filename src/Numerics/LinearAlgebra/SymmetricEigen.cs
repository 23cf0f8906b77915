using System.Numerics.Tensors;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>All eigenvalues and eigenvectors of a symmetric matrix, the largest eigenvalue first.</summary>
/// <remarks>Householder reduction to a tridiagonal matrix, then implicit QL steps (Golub and Van Loan, Matrix Computations, sections 8.3.1 and 8.3.3; EISPACK tred2
/// and tql2). About 3 n³ multiplications. Vectors have length 1 and are orthogonal to rounding; their signs are what the method gives. Deterministic; immutable once made.</remarks>
public sealed class SymmetricEigen
{
    private const int MostSteps = 60;

    private readonly double[] _values;
    private readonly double[] _vectors;

    private SymmetricEigen(double[] values, double[] vectors) => (_values, _vectors) = (values, vectors);

    /// <summary>The eigenvalues (n), descending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The eigenvector (n) of eigenvalue <paramref name="index"/>.</summary>
    public ReadOnlySpan<double> Vector(int index) => _vectors.AsSpan(index * _values.Length, _values.Length);

    /// <summary>Decomposes a symmetric matrix.</summary>
    /// <param name="matrix">n² finite numbers, row after row, not changed; only the lower triangle is read.</param>
    /// <param name="size">n.</param>
    /// <param name="cancellationToken">Checked once per column.</param>
    /// <exception cref="ArgumentException">The length is not n², or a number is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop.</exception>
    public static SymmetricEigen Decompose(ReadOnlySpan<double> matrix, int size, CancellationToken cancellationToken = default)
    {
        Require.SameLength(checked(size * size), matrix.Length, nameof(matrix));
        var scale = 0.0;
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
                scale = double.IsFinite(matrix[(i * size) + j])
                    ? Math.Max(scale, Math.Abs(matrix[(i * size) + j]))
                    : throw new ArgumentException($"The matrix must be finite, but element ({i}, {j}) is not.", nameof(matrix));
        var reduced = new double[matrix.Length];
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
                reduced[(i * size) + j] = reduced[(j * size) + i] = scale > 0 ? matrix[(i * size) + j] / scale : 0;
        var (diagonal, off) = (new double[size], new double[size]);
        var vectors = Reduce(reduced, diagonal, off, size, cancellationToken);
        Diagonalize(diagonal, off, vectors, size, cancellationToken);
        return Sort(diagonal, vectors, size, scale);
    }

    /// <summary>Makes the matrix tridiagonal by reflections; gives Qᵀ, row after row, so that A = Q T Qᵀ.</summary>
    private static double[] Reduce(double[] a, double[] diagonal, double[] off, int n, CancellationToken cancellationToken)
    {
        var (factors, product) = (new double[n], new double[n]);
        for (var k = 0; k + 2 < n; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var column = a.AsSpan((k * n) + k + 1, n - k - 1);
            var length = TensorPrimitives.Norm<double>(column);
            if (length <= 1e-300)
            {
                off[k] = 0;
                continue;
            }

            var alpha = column[0] > 0 ? -length : length;
            off[k] = alpha;
            column[0] -= alpha;
            factors[k] = 2 / TensorPrimitives.SumOfSquares<double>(column);
            var p = product.AsSpan(0, column.Length);
            for (var i = 0; i < p.Length; i++)
                p[i] = factors[k] * TensorPrimitives.Dot<double>(a.AsSpan(((k + 1 + i) * n) + k + 1, p.Length), column);
            var shift = factors[k] / 2 * TensorPrimitives.Dot<double>(p, column);
            TensorPrimitives.MultiplyAdd(column, -shift, p, p);
            for (var i = 0; i < p.Length; i++)
            {
                var row = a.AsSpan(((k + 1 + i) * n) + k + 1, p.Length);
                TensorPrimitives.MultiplyAdd(p, -column[i], row, row);
                TensorPrimitives.MultiplyAdd(column, -p[i], row, row);
            }
        }

        for (var i = 0; i < n; i++)
            diagonal[i] = a[(i * n) + i];
        if (n > 1)
            off[n - 2] = a[((n - 2) * n) + n - 1];
        return Accumulate(a, factors, n);
    }

    private static double[] Accumulate(double[] a, double[] factors, int n)
    {
        var q = new double[a.Length];
        for (var i = 0; i < n; i++)
            q[(i * n) + i] = 1;
        for (var k = n - 3; k >= 0; k--)
        {
            if (factors[k] == 0)
                continue;
            var v = a.AsSpan((k * n) + k + 1, n - k - 1);
            for (var i = k + 1; i < n; i++)
            {
                var row = q.AsSpan((i * n) + k + 1, v.Length);
                TensorPrimitives.MultiplyAdd(v, -factors[k] * TensorPrimitives.Dot<double>(row, v), row, row);
            }
        }

        return q;
    }

    /// <summary>Implicit QL; a rotation mixes two rows of the vectors, which lie one after the other in memory.</summary>
    private static void Diagonalize(double[] d, double[] e, double[] vectors, int n, CancellationToken cancellationToken)
    {
        for (var l = 0; l < n; l++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var step = 0; ; step++)
            {
                var m = l;
                for (; m + 1 < n; m++)
                    if (Math.Abs(e[m]) <= 1.1e-16 * (Math.Abs(d[m]) + Math.Abs(d[m + 1])) || Math.Abs(e[m]) < 1e-290)
                        break;
                if (m == l || step == MostSteps)
                    break;
                Sweep(d, e, vectors, n, l, m);
            }
        }
    }

    private static void Sweep(double[] d, double[] e, double[] vectors, int n, int l, int m)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        var r = double.Hypot(g, 1);
        g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
        var (s, c, p) = (1.0, 1.0, 0.0);
        for (var i = m - 1; i >= l; i--)
        {
            var (f, b) = (s * e[i], c * e[i]);
            r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }

            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
            Rotate(vectors.AsSpan(i * n, n), vectors.AsSpan((i + 1) * n, n), s, c);
        }

        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static void Rotate(Span<double> low, Span<double> high, double s, double c)
    {
        var i = 0;
        var width = System.Numerics.Vector<double>.Count;
        for (; i + width <= low.Length; i += width)
        {
            var (x, y) = (new System.Numerics.Vector<double>(low[i..]), new System.Numerics.Vector<double>(high[i..]));
            ((s * x) + (c * y)).CopyTo(high[i..]);
            ((c * x) - (s * y)).CopyTo(low[i..]);
        }

        for (; i < low.Length; i++)
            (high[i], low[i]) = ((s * low[i]) + (c * high[i]), (c * low[i]) - (s * high[i]));
    }

    private static SymmetricEigen Sort(double[] diagonal, double[] vectors, int n, double scale)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => diagonal[a] != diagonal[b] ? diagonal[b].CompareTo(diagonal[a]) : a.CompareTo(b));
        var (values, sorted) = (new double[n], new double[vectors.Length]);
        for (var i = 0; i < n; i++)
        {
            values[i] = diagonal[order[i]] * scale;
            vectors.AsSpan(order[i] * n, n).CopyTo(sorted.AsSpan(i * n));
        }

        return new SymmetricEigen(values, sorted);
    }
}
