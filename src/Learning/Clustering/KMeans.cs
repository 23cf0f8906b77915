using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>Centres such that the squared distances of points (n, d) to the nearest one sum to little.</summary>
/// <remarks>
/// <para>Centres start by greedy k-means++ (Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", 2007, with the best of 2 + ln k candidates each, as
/// in scikit-learn) or where <see cref="InitialCentres"/> says. Then points go to the nearest centre and centres to the mean of their points, until no point changes,
/// the centres move by less than <see cref="Tolerance"/> allows, or <see cref="MaxIterations"/> passed. A centre that lost all its points goes to the point that lies farthest from its own.</para>
/// <para>O(n k d) per iteration at the speed of a matrix product; holds one more copy of the points. Among equally near centres the first wins.
/// Distances are summed in single precision about the mean of the points, means in double. The order of points decides what k-means++ draws.</para>
/// </remarks>
public sealed record KMeans : IClusterLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "k-means";

    /// <summary>k; 8 by default, as in scikit-learn.</summary>
    public int Clusters { get; init => field = Require.Positive(value); } = 8;

    /// <summary>Where centres (k, d) start; empty, the default, for k-means++.</summary>
    public ReadOnlyMemory<float> InitialCentres { get; init; }

    /// <summary>How often to start; the run with the least inertia wins. 1 by default.</summary>
    public int Starts { get; init => field = Require.Positive(value); } = 1;

    /// <summary>At most so many iterations; 300 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 300;

    /// <summary>Stops when the squared movements of all centres sum to at most this share of the mean variance of a coordinate; 1e-4 by default.</summary>
    public double Tolerance { get; init => field = Require.NotNegative(value); } = 1e-4;

    /// <summary>How the nearest centres are found.</summary>
    public KMeansMethod Method { get; init; } = KMeansMethod.Lloyd;

    /// <inheritdoc/>
    public IClustering Fit(Vectors points, FitContext context)
    {
        PointRows.Check(points, Name, Clusters);
        if (!InitialCentres.IsEmpty && InitialCentres.Length != (long)Clusters * points.Dimension)
            throw new TrainingException($"'{Name}' must start from {Clusters} centres of {points.Dimension} numbers each, but got {InitialCentres.Length} numbers.");
        var scene = new KMeansScene(points, context);
        CentroidClustering? best = null;
        for (var start = 0; start < (InitialCentres.IsEmpty ? Starts : 1); start++)
        {
            var centres = InitialCentres.IsEmpty ? new KMeansSeeding(scene, context.Seed.Derive(start).Stream()).Choose(Clusters) : scene.Shift(InitialCentres.Span);
            var found = new KMeansRun(this, scene, centres).Fit();
            if (best is null || found.Inertia < best.Inertia)
                best = found;
            context.Progress?.Report((start + 1.0) / Starts);
        }

        return best!;
    }
}
