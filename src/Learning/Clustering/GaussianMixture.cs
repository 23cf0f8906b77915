using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Clustering;

/// <summary>A density that is a sum of k normal ones, fitted by expectation and maximization.</summary>
/// <remarks>
/// <para>Starts from the clusters of k-means (or of the nearest of <see cref="InitialMeans"/>), then alternates the shares of components in points and the moments of components until
/// the mean log-likelihood gains less than <see cref="Tolerance"/>. Densities are added as logarithms, in double precision. The starting runs differ in their seed; the most likely one wins.</para>
/// <para>O(n k d²) per iteration for full and tied covariances, O(n k d) else; holds n k shares. Dempster, Laird and Rubin (1977); Bishop, "Pattern Recognition and Machine
/// Learning", section 9.2. Defaults are scikit-learn's.</para>
/// </remarks>
public sealed record GaussianMixture : IClusterLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "Gaussian mixture";

    /// <summary>k; 1 by default, as in scikit-learn.</summary>
    public int Components { get; init => field = Require.Positive(value); } = 1;

    /// <summary>What the covariances may be.</summary>
    public MixtureShape Shape { get; init; } = MixtureShape.Full;

    /// <summary>Means (k, d) whose nearest points a component starts with; empty, the default, for k-means.</summary>
    public ReadOnlyMemory<float> InitialMeans { get; init; }

    /// <summary>How often to start.</summary>
    public int Starts { get; init => field = Require.Positive(value); } = 1;

    /// <summary>At most so many iterations; 100 by default.</summary>
    public int MaxIterations { get; init => field = Require.Positive(value); } = 100;

    /// <summary>Stops when the mean log-likelihood of a point changes by less; 1e-3 by default.</summary>
    public double Tolerance { get; init => field = Require.NotNegative(value); } = 1e-3;

    /// <summary>Added to all variances, so that a component on few points keeps a density; 1e-6 by default.</summary>
    public double Regularization { get; init => field = Require.NotNegative(value); } = 1e-6;

    /// <inheritdoc/>
    public IClustering Fit(Vectors points, FitContext context)
    {
        PointRows.Check(points, Name, Components);
        if (!InitialMeans.IsEmpty && InitialMeans.Length != (long)Components * points.Dimension)
            throw new TrainingException($"'{Name}' must start from {Components} means of {points.Dimension} numbers each, but got {InitialMeans.Length} numbers.");
        GaussianMixtureModel? best = null;
        for (var start = 0; start < (InitialMeans.IsEmpty ? Starts : 1); start++)
        {
            var clusters = InitialMeans.IsEmpty
                ? (CentroidClustering)new KMeans { Clusters = Components }.Fit(points, context with { Seed = context.Seed.Derive(start), Progress = null })
                : new CentroidClustering(InitialMeans.ToArray(), points.Dimension, 0, 0);
            var found = new MixtureRun(this, points, context).Fit(clusters);
            if (best is null || found.LogLikelihood > best.LogLikelihood)
                best = found;
        }

        return best!;
    }
}
