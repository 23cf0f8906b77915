using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Projection;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every learner of projections must do, found by reflection.</summary>
public sealed class ProjectionLaws
{
    private static readonly Dictionary<string, IProjectionLearner> Chosen = new()
    {
        ["principal"] = new PrincipalComponents(),
        ["principal-whitened"] = new PrincipalComponents { Components = 1, Whiten = true },
    };

    public static TheoryData<string> All => [.. Chosen.Keys];

    private static IProjection Small(string name) => Chosen[name].Fit(SamplePoints.Make(300), LearnerLaws.Context());

    [Fact]
    public void Every_learner_of_projections_has_an_example() =>
        Assert.All(typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IProjectionLearner)) && !t.IsAbstract),
            type => Assert.Contains(type, Chosen.Values.Select(c => c.GetType())));

    [Theory, MemberData(nameof(All))]
    public void Fit_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name)
    {
        var points = SamplePoints.Make(6_000);
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
    public void Save_and_load_give_the_same_points_and_bytes(string name)
    {
        var found = Small(name);
        var bytes = ArtifactFormats.Save(found);
        var loaded = LearnerLaws.Formats.Load<IProjection>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal((found.Input, found.Output), (loaded.Input, loaded.Output));
        var points = SamplePoints.Make(100, seed: 8);
        var (a, b) = (new float[found.Output], new float[found.Output]);
        for (var row = 0; row < points.Count; row++)
        {
            found.Project(points[row], a);
            loaded.Project(points[row], b);
            Assert.Equal(a, b);
            Assert.All(a, value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_any_damaged_byte_and_any_truncation(string name)
    {
        var bytes = ArtifactFormats.Save(Small(name));
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IProjection>(damaged));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IProjection>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Project_never_throws_for_a_point_of_the_right_length_and_allocates_nothing(string name)
    {
        var found = Small(name);
        var projected = new float[found.Output];
        foreach (var point in SamplePoints.Strange(found.Input))
            found.Project(point, projected);
        var usual = SamplePoints.Make(1)[0].ToArray();
        for (var i = 0; i < 200; i++)
            found.Project(usual, projected);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
            found.Project(usual, projected);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Throws<ArgumentException>(() => found.Project(new float[2], projected));
        Assert.Throws<ArgumentException>(() => found.Project(usual, new float[9]));
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_points_give_a_clear_error_or_a_sound_projection(string name)
    {
        foreach (var (which, points) in SamplePoints.Degenerate())
        {
            try
            {
                var found = Chosen[name].Fit(points, LearnerLaws.Context());
                var projected = new float[found.Output];
                for (var row = 0; row < points.Count; row++)
                {
                    found.Project(points[row], projected);
                    Assert.All(projected, value => Assert.True(float.IsFinite(value), which));
                }
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
