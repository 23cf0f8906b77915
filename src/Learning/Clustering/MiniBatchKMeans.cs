using Bellwether.Data.Models;
using Bellwether.Learning.Trees;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Clustering;

/// <summary>k-means on draws of a few points at a time: each centre is the running mean of the points drawn to it. A little worse than k-means, and much faster on many points.</summary>
/// <remarks>Sculley, "Web-scale k-means clustering" (2010). Centres start by k-means++ on a draw of three batches; a centre to which less than a hundredth of the fullest
/// one's points came goes to a point drawn from the batch. Stops when the mean inertia of batches, smoothed, has not improved for <see cref="Patience"/> batches. O(batch k d) per batch.</remarks>
public sealed record MiniBatchKMeans : IClusterLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "mini-batch k-means";

    /// <summary>k; 8 by default.</summary>
    public int Clusters { get; init => field = Require.Positive(value); } = 8;

    /// <summary>Points per batch; 1024 by default.</summary>
    public int BatchSize { get; init => field = Require.Positive(value); } = 1024;

    /// <summary>At most as many batches as make so many passes over the points; 100 by default.</summary>
    public int MaxPasses { get; init => field = Require.Positive(value); } = 100;

    /// <summary>Stops after so many batches without a better smoothed inertia; 10 by default.</summary>
    public int Patience { get; init => field = Require.Positive(value); } = 10;

    /// <inheritdoc/>
    public IClustering Fit(Vectors points, FitContext context)
    {
        PointRows.Check(points, Name, Clusters);
        var stream = context.Seed.Derive("batches").Stream();
        var batch = Math.Min(BatchSize, points.Count);
        var first = new KMeansScene(Draw(points, Math.Min(points.Count, Math.Max(3 * batch, 3 * Clusters)), stream), context);
        var centres = new KMeansSeeding(first, context.Seed.Derive(0).Stream()).Choose(Clusters);
        for (var at = 0; at < centres.Length; at++)
            centres[at] += first.Mean[at % points.Dimension];
        var counts = new double[Clusters];
        var (smoothed, best, waited, batches) = (double.NaN, double.PositiveInfinity, 0, 0);
        for (var most = ((long)MaxPasses * points.Count / batch) + 1; batches < most && waited < Patience; batches++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var inertia = Step(Draw(points, batch, stream), centres, counts, context, stream, relocate: batches % 10 == 9) / batch;
            var share = Math.Min(1, 2.0 * batch / (points.Count + 1));
            smoothed = double.IsNaN(smoothed) ? inertia : ((1 - share) * smoothed) + (share * inertia);
            (best, waited) = smoothed < best ? (smoothed, 0) : (best, waited + 1);
        }

        return Finish(points, centres, batches, context);
    }

    private static Vectors Draw(Vectors points, int count, RandomStream stream)
    {
        var values = new float[count * points.Dimension];
        for (var i = 0; i < count; i++)
            points[stream.NextInt(points.Count)].CopyTo(values.AsSpan(i * points.Dimension));
        return new Vectors(values, points.Dimension);
    }

    private static double Step(Vectors batch, float[] centres, double[] counts, FitContext context, RandomStream stream, bool relocate)
    {
        var d = batch.Dimension;
        var model = new CentroidClustering(centres, d, 0, 0);
        var (labels, distances) = (new int[batch.Count], new double[batch.Count]);
        Work.Run(0, (batch.Count + 127) / 128, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken }, part =>
        {
            for (var row = part * 128; row < Math.Min(batch.Count, (part + 1) * 128); row++)
                labels[row] = model.Nearest(batch[row], out distances[row]);
        });
        for (var row = 0; row < labels.Length; row++)
        {
            var rate = (float)(1 / ++counts[labels[row]]);
            var centre = centres.AsSpan(labels[row] * d, d);
            var point = batch[row];
            for (var p = 0; p < d; p++)
                centre[p] += rate * (point[p] - centre[p]);
        }

        var least = 0.01 * counts.Max();
        for (var c = 0; relocate && c < counts.Length; c++)
        {
            if (counts[c] >= least)
                continue;
            batch[stream.NextInt(batch.Count)].CopyTo(centres.AsSpan(c * d));
            counts[c] = Math.Max(1, least);
        }

        return distances.Sum();
    }

    private static CentroidClustering Finish(Vectors points, float[] centres, int batches, FitContext context)
    {
        const int Rows = 2048;
        var model = new CentroidClustering(centres, points.Dimension, 0, batches);
        var parts = new double[(points.Count + Rows - 1) / Rows];
        Work.Run(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken }, part =>
        {
            for (var row = part * Rows; row < Math.Min(points.Count, (part + 1) * Rows); row++)
            {
                model.Nearest(points[row], out var distance);
                parts[part] += distance;
            }
        });
        return new CentroidClustering(centres, points.Dimension, parts.Sum(), batches);
    }
}
