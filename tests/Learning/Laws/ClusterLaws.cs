using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Clustering;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every learner of clusters must do, found by reflection.</summary>
public sealed class ClusterLaws
{
    private static readonly Dictionary<string, IClusterLearner> Chosen = new()
    {
        ["k-means"] = new KMeans { Clusters = 4 },
        ["k-means-hamerly"] = new KMeans { Clusters = 7, Method = KMeansMethod.Hamerly, Starts = 2 },
        ["k-means-batches"] = new MiniBatchKMeans { Clusters = 4, BatchSize = 64 },
        ["mean-shift"] = new MeanShift { Bandwidth = 4 },
        ["mean-shift-quantile"] = new MeanShift { Quantile = 0.2 },
        ["mixture-full"] = new GaussianMixture { Components = 4 },
        ["mixture-tied"] = new GaussianMixture { Components = 3, Shape = MixtureShape.Tied },
        ["mixture-diagonal"] = new GaussianMixture { Components = 3, Shape = MixtureShape.Diagonal, Starts = 2 },
        ["mixture-spherical"] = new GaussianMixture { Components = 3, Shape = MixtureShape.Spherical },
    };

    public static TheoryData<string> All => [.. Chosen.Keys];

    private static IClustering Small(string name) => Chosen[name].Fit(SamplePoints.Make(300), LearnerLaws.Context());

    [Fact]
    public void Every_learner_of_clusters_has_an_example() =>
        Assert.All(typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IClusterLearner)) && !t.IsAbstract),
            type => Assert.Contains(type, Chosen.Values.Select(c => c.GetType())));

    [Theory, MemberData(nameof(All))]
    public void Fit_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name)
    {
        var points = SamplePoints.Make(name.StartsWith("mean", StringComparison.Ordinal) ? 600 : 6_000);
        var first = ArtifactFormats.Save(Chosen[name].Fit(points, LearnerLaws.Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(Chosen[name].Fit(points, LearnerLaws.Context(2))));
        Assert.Equal(first, ArtifactFormats.Save(Chosen[name].Fit(points, LearnerLaws.Context(3))));
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_leaves_its_points_untouched_and_stops_when_asked(string name)
    {
        var points = SamplePoints.Make(300);
        var before = points.Values.ToArray();
        Chosen[name].Fit(points, LearnerLaws.Context());
        Assert.Equal(before, points.Values.ToArray());
        var context = LearnerLaws.Context() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => Chosen[name].Fit(points, context));
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_clusters_and_bytes(string name)
    {
        var found = Small(name);
        var bytes = ArtifactFormats.Save(found);
        var loaded = LearnerLaws.Formats.Load<IClustering>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal((found.Clusters, found.Dimension), (loaded.Clusters, loaded.Dimension));
        var points = SamplePoints.Make(200, seed: 8);
        for (var row = 0; row < points.Count; row++)
            Assert.Equal(found.Assign(points[row]), loaded.Assign(points[row]));
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_any_damaged_byte_and_any_truncation(string name)
    {
        var bytes = ArtifactFormats.Save(Small(name));
        for (var at = 0; at < bytes.Length; at += Math.Max(1, bytes.Length / 200))
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IClustering>(damaged));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IClustering>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Assign_gives_a_cluster_for_any_point_and_allocates_nothing(string name)
    {
        var found = Small(name);
        foreach (var point in SamplePoints.Strange(found.Dimension))
            Assert.InRange(found.Assign(point), 0, found.Clusters - 1);
        var (usual, sum) = (SamplePoints.Make(1)[0].ToArray(), 0);
        for (var i = 0; i < 200; i++)
            sum += found.Assign(usual);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            sum += found.Assign(usual);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum >= 0);
        Assert.Throws<ArgumentException>(() => found.Assign(new float[2]));
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_points_give_a_clear_error_or_sound_clusters(string name)
    {
        foreach (var (which, points) in SamplePoints.Degenerate())
        {
            try
            {
                var found = Chosen[name].Fit(points, LearnerLaws.Context());
                for (var row = 0; row < points.Count; row++)
                    Assert.True(found.Assign(points[row]) >= 0 && found.Assign(points[row]) < found.Clusters, which);
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
            }
        }

        foreach (var points in SamplePoints.NotFinite())
            Assert.Contains("must", Assert.Throws<TrainingException>(() => Chosen[name].Fit(points, LearnerLaws.Context())).Message, StringComparison.Ordinal);
    }
}
