using System.Numerics.Tensors;
using Bellwether.Data.Models;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Trees;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>The modes of the density of points: a window walks from each point to the mean of the points in it until it rests; windows that rest together are one cluster.</summary>
/// <remarks>Flat window, as in scikit-learn: where windows rest within a bandwidth of each other, the one with the most points stays. The number of clusters follows from the
/// bandwidth. O(n) window steps, each a search by radius: for small data or few dimensions. Comaniciu and Meer, "Mean shift: a robust approach toward feature space analysis" (2002).</remarks>
public sealed record MeanShift : IClusterLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "mean-shift";

    /// <summary>The radius of the window, in the units of the points; 0, the default, for <see cref="Quantile"/>.</summary>
    public double Bandwidth { get; init => field = Require.NotNegative(value); }

    /// <summary>Without a bandwidth: the mean distance to the neighbour at this quantile is taken; 0.3 by default. O(n²).</summary>
    public double Quantile { get; init => field = Require.InRange(value, 1e-9, 1); } = 0.3;

    /// <summary>At most so many steps of a window; 300 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 300;

    /// <inheritdoc/>
    public IClustering Fit(Vectors points, FitContext context)
    {
        PointRows.Check(points, Name, 1);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = context.Threads, CancellationToken = context.CancellationToken };
        context.CancellationToken.ThrowIfCancellationRequested();
        var bandwidth = Bandwidth > 0 ? Bandwidth : Estimate(points, parallel);
        var index = new NeighbourIndex(points);
        var (rests, sizes, steps) = (new float[points.Count][], new int[points.Count], new int[points.Count]);
        Work.Run(0, points.Count, parallel, seed => (rests[seed], sizes[seed], steps[seed]) = Walk(index, points[seed].ToArray(), bandwidth));
        var centres = Distinct(rests, sizes, bandwidth);
        var found = new CentroidClustering([.. centres.SelectMany(c => c)], points.Dimension, 0, steps.Max());
        var inertia = 0.0;
        for (var row = 0; row < points.Count; row++)
        {
            found.Nearest(points[row], out var distance);
            inertia += distance;
        }

        return new CentroidClustering([.. centres.SelectMany(c => c)], points.Dimension, inertia, steps.Max());
    }

    private (float[] At, int Size, int Steps) Walk(NeighbourIndex index, float[] at, double bandwidth)
    {
        var (rows, sum, size) = (new List<int>(), new double[at.Length], 0);
        for (var step = 1; ; step++)
        {
            index.Within(at, bandwidth, rows);
            if (rows.Count == 0)
                return (at, size, step);
            size = rows.Count;
            Array.Clear(sum);
            foreach (var row in rows)
                WideSum.Add(index.Points[row], sum);
            var next = new float[at.Length];
            for (var p = 0; p < next.Length; p++)
                next[p] = (float)(sum[p] / size);
            var moved = Math.Sqrt(WideSum.SquaredDistance(at, next));
            at = next;
            if (moved <= 1e-3 * bandwidth || step == MaxIterations)
                return (at, size, step);
        }
    }

    /// <summary>Of windows that rest within a bandwidth of each other, the fullest (then the one with the larger coordinates).</summary>
    private static List<float[]> Distinct(float[][] rests, int[] sizes, double bandwidth)
    {
        int[] order = [.. Enumerable.Range(0, rests.Length)];
        Array.Sort(order, (a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a]) : -rests[a].AsSpan().SequenceCompareTo(rests[b]));
        var centres = new List<float[]>();
        foreach (var at in order)
            if (centres.TrueForAll(c => WideSum.SquaredDistance(c, rests[at]) > bandwidth * bandwidth))
                centres.Add(rests[at]);
        return centres;
    }

    private double Estimate(Vectors points, ParallelOptions parallel)
    {
        var k = Math.Max(1, (int)(points.Count * Quantile));
        var farthest = new double[points.Count];
        Work.Run(0, points.Count, parallel, row =>
        {
            var distances = new double[points.Count];
            for (var other = 0; other < distances.Length; other++)
                distances[other] = WideSum.SquaredDistance(points[row], points[other]);
            Array.Sort(distances);
            farthest[row] = Math.Sqrt(distances[k - 1]);
        });
        var bandwidth = TensorPrimitives.Sum<double>(farthest) / farthest.Length;
        return bandwidth > 0 ? bandwidth
            : throw new TrainingException($"'{Name}' must have a bandwidth above 0, but the points repeat so often that none follows from them. Set Bandwidth, or a larger Quantile.");
    }
}
