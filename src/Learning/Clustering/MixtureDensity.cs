using System.Numerics.Tensors;

namespace Bellwether.Learning.Clustering;

/// <summary>Weights, means and whitening factors of normal components. Immutable once made.</summary>
/// <param name="Shape">What the covariances are.</param>
/// <param name="Weights">The weights (k), together 1.</param>
/// <param name="Means">The means (k, d).</param>
/// <param name="Factors">Per component (one for all where tied) the inverse of the Cholesky factor of the covariance (d, d; lower), or its diagonal (d).</param>
internal sealed record MixtureDensity(MixtureShape Shape, double[] Weights, double[] Means, double[][] Factors)
{
    private readonly double[] _constants = Constants(Weights, Means, Factors);

    /// <summary>d.</summary>
    public int Dimension => Means.Length / Weights.Length;

    /// <summary>A density from covariances (d, d; lower) or variances (d); null where one is not positive.</summary>
    public static MixtureDensity? FromCovariances(MixtureShape shape, double[] weights, double[] means, double[][] covariances)
    {
        var d = means.Length / weights.Length;
        var factors = new double[covariances.Length][];
        for (var c = 0; c < factors.Length; c++)
        {
            factors[c] = covariances[c].Length == d && shape is MixtureShape.Diagonal or MixtureShape.Spherical
                ? [.. covariances[c].Select(v => 1 / Math.Sqrt(v))]
                : InverseFactor(covariances[c], d);
            if (factors[c].Any(f => !double.IsFinite(f)))
                return null;
        }

        return new MixtureDensity(shape, weights, means, factors);
    }

    /// <summary>Writes the logarithms (k) of weight times density at a point (d).</summary>
    public void LogDensities(ReadOnlySpan<float> point, Span<double> logs, Span<double> scratch)
    {
        var d = point.Length;
        var gap = scratch[..d];
        var wide = scratch.Slice(d, d);
        TensorPrimitives.ConvertTruncating<float, double>(point, wide);
        for (var c = 0; c < logs.Length; c++)
        {
            TensorPrimitives.Subtract(wide, Means.AsSpan(c * d, d), gap);
            logs[c] = _constants[c] - (0.5 * Distance(Factors[Factors.Length == 1 ? 0 : c], gap));
        }
    }

    /// <summary>Turns logarithms into shares that sum to 1; gives the logarithm of their sum.</summary>
    public static double Normalize(Span<double> logs)
    {
        var most = TensorPrimitives.Max<double>(logs);
        if (!double.IsFinite(most))
        {
            logs.Fill(1.0 / logs.Length);
            return double.MinValue / 1e10;
        }

        var sum = 0.0;
        foreach (ref var log in logs)
            sum += log = Math.Exp(log - most);
        TensorPrimitives.Divide(logs, sum, logs);
        return most + Math.Log(sum);
    }

    private double Distance(double[] factor, ReadOnlySpan<double> gap)
    {
        var sum = 0.0;
        if (Shape is MixtureShape.Diagonal or MixtureShape.Spherical)
        {
            for (var i = 0; i < gap.Length; i++)
                sum += gap[i] * factor[i] * (gap[i] * factor[i]);
            return sum;
        }

        for (var i = 0; i < gap.Length; i++)
        {
            var z = TensorPrimitives.Dot(factor.AsSpan(i * gap.Length, i + 1), gap[..(i + 1)]);
            sum += z * z;
        }

        return sum;
    }

    /// <summary>The inverse of L where A = L Lᵀ: row after row, lower.</summary>
    private static double[] InverseFactor(double[] a, int n)
    {
        var (lower, inverse) = (new double[a.Length], new double[a.Length]);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = a[(i * n) + j] - TensorPrimitives.Dot<double>(lower.AsSpan(i * n, j), lower.AsSpan(j * n, j));
                lower[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / lower[(j * n) + j];
            }

        for (var i = 0; i < n; i++)
        {
            var row = inverse.AsSpan(i * n, n);
            for (var k = 0; k < i; k++)
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(k * n, k + 1), -lower[(i * n) + k], row[..(k + 1)], row[..(k + 1)]);
            row[i] = 1;
            TensorPrimitives.Divide(row[..(i + 1)], lower[(i * n) + i], row[..(i + 1)]);
        }

        return inverse;
    }

    private static double[] Constants(double[] weights, double[] means, double[][] factors)
    {
        var (k, d) = (weights.Length, means.Length / weights.Length);
        var constants = new double[k];
        for (var c = 0; c < k; c++)
        {
            var factor = factors[factors.Length == 1 ? 0 : c];
            constants[c] = Math.Log(weights[c]) - (0.5 * d * Math.Log(2 * Math.PI));
            for (var i = 0; i < d; i++)
                constants[c] += Math.Log(factor.Length == d ? factor[i] : factor[(i * d) + i]);
        }

        return constants;
    }
}
