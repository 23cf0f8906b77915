using System.Text.Json;
using Bellwether.Learning.Clustering;
using Bellwether.Learning.Projection;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Tests.Clustering;

/// <summary>Clusters and projections against scikit-learn, from the same start.</summary>
public sealed class ClusteringOracleTests
{
    private static readonly JsonElement Truth = Oracle.Read("structure.json");
    private static readonly Vectors Points = Table("points");

    internal static Vectors Table(string name)
    {
        var rows = Truth.GetProperty(name).EnumerateArray().ToArray();
        return new Vectors(rows.SelectMany(r => r.EnumerateArray()).Select(v => (float)v.GetDouble()).ToArray(), rows[0].GetArrayLength());
    }

    private static double[] Flat(JsonElement rows) => [.. rows.EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(v => v.GetDouble())];

    private static void Near(double[] expected, IEnumerable<double> actual, double tolerance)
    {
        double[] values = [.. actual];
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    [Theory]
    [InlineData(KMeansMethod.Lloyd)]
    [InlineData(KMeansMethod.Hamerly)]
    public void K_means_from_the_same_centres_ends_where_scikit_learn_ends(KMeansMethod method)
    {
        var learner = new KMeans { Clusters = 4, InitialCentres = Table("start").Memory, Tolerance = 0, Method = method };
        foreach (var (name, iterations) in new[] { ("kmeans", 100), ("kmeans_three", 3) })
        {
            var (truth, found) = (Truth.GetProperty(name), (CentroidClustering)(learner with { MaxIterations = iterations }).Fit(Points, LearnerLaws.Context()));
            Assert.Equal(truth.GetProperty("inertia").GetDouble(), found.Inertia, 1e-5 * found.Inertia);
            Near(Flat(truth.GetProperty("centres")), found.Centres.Values.ToArray().Select(v => (double)v), 1e-5);
            if (truth.TryGetProperty("labels", out var labels))
                Assert.Equal(labels.EnumerateArray().Select(l => l.GetInt32()), Enumerable.Range(0, Points.Count).Select(r => found.Assign(Points[r])));
        }
    }

    [Theory]
    [InlineData(MixtureShape.Full, "full")]
    [InlineData(MixtureShape.Tied, "tied")]
    [InlineData(MixtureShape.Diagonal, "diag")]
    [InlineData(MixtureShape.Spherical, "spherical")]
    public void Five_steps_of_a_mixture_from_the_same_clusters_agree_with_scikit_learn(MixtureShape shape, string name)
    {
        var truth = Truth.GetProperty("mixture_" + name);
        var learner = new GaussianMixture { Components = 4, Shape = shape, InitialMeans = Table("start").Memory, MaxIterations = 5, Tolerance = 0 };
        var found = (GaussianMixtureModel)learner.Fit(Points, LearnerLaws.Context());
        Assert.Equal(truth.GetProperty("bound").GetDouble(), found.LogLikelihood, 1e-9);
        Near(truth.Numbers("weights"), found.Weights.ToArray(), 1e-9);
        Near(Flat(truth.GetProperty("means")), found.Means.ToArray(), 1e-9);
        var (density, shares, own) = (truth.Numbers("density"), Flat(truth.GetProperty("shares")), new double[4]);
        for (var row = 0; row < Points.Count; row++)
        {
            Assert.Equal(density[row], found.Responsibilities(Points[row], own), 1e-8);
            if (row < 10)
                Near(shares[(row * 4)..((row * 4) + 4)], own, 1e-8);
        }
    }

    [Fact]
    public void Mean_shift_finds_the_modes_that_scikit_learn_finds()
    {
        var truth = Truth.GetProperty("meanshift");
        var found = (CentroidClustering)new MeanShift { Bandwidth = 2 }.Fit(Points, LearnerLaws.Context());
        Near(Flat(truth.GetProperty("centres")), found.Centres.Values.ToArray().Select(v => (double)v), 1e-5);
        Assert.Equal(truth.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32()), Enumerable.Range(0, Points.Count).Select(r => found.Assign(Points[r])));
        var estimated = (CentroidClustering)new MeanShift { Quantile = 0.2 }.Fit(Points, LearnerLaws.Context());
        var given = (CentroidClustering)new MeanShift { Bandwidth = Truth.GetProperty("bandwidth").GetDouble() }.Fit(Points, LearnerLaws.Context());
        Near([.. given.Centres.Values.ToArray().Select(v => (double)v)], estimated.Centres.Values.ToArray().Select(v => (double)v), 1e-4);
    }

    [Theory]
    [InlineData("pca", "points", 3)]
    [InlineData("pca_wide", "wide", 5)]
    public void Principal_components_agree_with_scikit_learn(string name, string table, int k)
    {
        var (truth, points) = (Truth.GetProperty(name), Table(table));
        var found = (PrincipalProjection)new PrincipalComponents { Components = k, Whiten = true }.Fit(points, LearnerLaws.Context());
        var (variance, ratio) = (truth.Numbers("variance"), truth.Numbers("ratio"));
        Near(variance, found.ExplainedVariance.ToArray(), 1e-5);
        Near(ratio, found.ExplainedVariance.ToArray().Select(v => v / found.TotalVariance), 1e-5);
        var (components, whitened, projected) = (Flat(truth.GetProperty("components")), Flat(truth.GetProperty("whitened")), found.Project(points));
        for (var c = 0; c < k; c++)
        {
            var (expected, actual) = (components[(c * points.Dimension)..((c + 1) * points.Dimension)], found.Directions[c].ToArray());
            var sign = Math.Sign(expected.Zip(actual, (a, b) => a * b).Sum());
            Near(expected, actual.Select(v => (double)v * sign), 2e-5);
            Assert.True(actual[Array.FindIndex(actual, v => Math.Abs(v) == actual.Max(Math.Abs))] > 0);
            for (var row = 0; row < points.Count; row++)
                Assert.Equal(whitened[(row * k) + c], Math.Abs(projected[(row * k) + c]), 1e-4);
        }
    }
}
