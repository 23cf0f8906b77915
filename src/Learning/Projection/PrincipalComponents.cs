using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Learning.Clustering;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Projection;

/// <summary>The orthogonal directions in which points (n, d) vary most.</summary>
/// <remarks>Exact: the eigenvectors of the covariance (d, d), or, where there are fewer points than dimensions, of the products of points (n, n). Products are summed in single precision over
/// 2048 points and in double beyond. Variances are divided by n - 1. The sign of a direction is such that its largest loading is positive, as in scikit-learn since 1.5.
/// O(n d² / 2 + 3 d³), or O(n² d + 3 n³). The order of points changes only the last bits. Jolliffe, "Principal Component Analysis" (2002).</remarks>
public sealed record PrincipalComponents : IProjectionLearner
{
    private const int Rows = 2048;

    /// <inheritdoc/>
    public string Name { get; init; } = "principal components";

    /// <summary>k, how many directions to keep; 2 by default.</summary>
    public int Components { get; init => field = Require.Positive(value); } = 2;

    /// <summary>Whether each projected coordinate is divided by its deviation, so that all vary the same.</summary>
    public bool Whiten { get; init; }

    /// <inheritdoc/>
    public IProjection Fit(Vectors points, FitContext context)
    {
        PointRows.Check(points, Name, 2);
        var (n, d) = (points.Count, points.Dimension);
        if (Components > Math.Min(n, d))
            throw new TrainingException($"'{Name}' must keep at most as many directions as points or dimensions, {Math.Min(n, d)}, but {Components} are asked for.");
        context.CancellationToken.ThrowIfCancellationRequested();
        var mean = Mean(points, context);
        var dual = n < d;
        var products = dual ? PointProducts(points, mean, context) : CoordinateProducts(points, mean, context);
        var size = dual ? n : d;
        var total = 0.0;
        for (var i = 0; i < size; i++)
            total += products[(i * size) + i] / (n - 1);
        var eigen = SymmetricEigen.Decompose(products, size, context.CancellationToken);
        var (directions, variances) = (new float[Components * d], new double[Components]);
        for (var c = 0; c < Components; c++)
        {
            variances[c] = Math.Max(0, eigen.Values[c]) / (n - 1);
            var direction = dual ? Direction(points, mean, eigen.Vector(c)) : eigen.Vector(c).ToArray();
            var sign = direction[TensorPrimitives.IndexOfMaxMagnitude<double>(direction)] < 0 ? -1 : 1;
            for (var p = 0; p < d; p++)
                directions[(c * d) + p] = (float)(sign * direction[p]);
        }

        return new PrincipalProjection(mean, directions, variances, total, Whiten);
    }

    private static float[] Mean(Vectors points, FitContext context)
    {
        var d = points.Dimension;
        var parts = new double[(points.Count + Rows - 1) / Rows][];
        Fork.Run(parts.Length, context.Threads, part =>
        {
            var sum = parts[part] = new double[d];
            for (var row = part * Rows; row < Math.Min(points.Count, (part + 1) * Rows); row++)
                WideSum.Add(points[row], sum);
        }, context.CancellationToken);
        var total = new double[d];
        foreach (var part in parts)
            TensorPrimitives.Add<double>(total, part, total);
        return [.. total.Select(t => (float)(t / points.Count))];
    }

    /// <summary>Σ (x - mean)(x - mean)ᵀ (d, d).</summary>
    private static double[] CoordinateProducts(Vectors points, float[] mean, FitContext context)
    {
        var d = points.Dimension;
        var (sum, gram, centred) = (new double[d * d], new float[d * d], new float[Rows * d]);
        for (var first = 0; first < points.Count; first += Rows)
        {
            var count = Math.Min(Rows, points.Count - first);
            Fork.Blocks(count, 128, context.Threads, (from, to) =>
            {
                for (var row = from; row < to; row++)
                    TensorPrimitives.Subtract(points[first + row], mean, centred.AsSpan(row * d, d));
            });
            MatrixProduct.Gram<float>(centred.AsSpan(0, count * d), d, gram, context.Threads, context.CancellationToken);
            Fork.Blocks(d, 64, context.Threads, (from, to) =>
            {
                for (var row = from; row < to; row++)
                    WideSum.Add(gram.AsSpan(row * d, row + 1), sum.AsSpan(row * d, d));
            });
        }

        return sum;
    }

    /// <summary>The products (n, n) of the points less their mean.</summary>
    private static double[] PointProducts(Vectors points, float[] mean, FitContext context)
    {
        var (n, d) = (points.Count, points.Dimension);
        var (centred, products) = (new double[n * d], new double[n * n]);
        for (var row = 0; row < n; row++)
            for (var p = 0; p < d; p++)
                centred[(row * d) + p] = (double)points[row][p] - mean[p];
        MatrixProduct.Multiply<double>(centred, centred, products, n, n, d, transposeB: true, threads: context.Threads, cancellationToken: context.CancellationToken);
        return products;
    }

    /// <summary>The direction (d) of length 1 that an eigenvector over points stands for; zeros where the points do not vary in it.</summary>
    private static double[] Direction(Vectors points, float[] mean, ReadOnlySpan<double> vector)
    {
        var direction = new double[points.Dimension];
        for (var row = 0; row < points.Count; row++)
            for (var p = 0; p < direction.Length; p++)
                direction[p] += vector[row] * ((double)points[row][p] - mean[p]);
        var length = TensorPrimitives.Norm<double>(direction);
        if (length > 0)
            TensorPrimitives.Divide(direction, length, direction);
        return direction;
    }
}
