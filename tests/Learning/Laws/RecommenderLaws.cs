using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every recommender of the library must do, found by reflection: a new one is tested the moment it exists.</summary>
public sealed class RecommenderLaws
{
    public static TheoryData<string> All => [.. Recommenders.Names];

    private static FitContext Context(int threads = 1) => new(new Seed(42)) { Threads = threads };

    private static IRecommender Small(string name) => Recommenders.Named(name).Fit(Recommenders.Make(), Context());

    [Fact]
    public void Every_recommender_is_tested() => Assert.True(Recommenders.Types.Count() >= 10);

    [Theory, MemberData(nameof(All))]
    public void Fit_gives_the_same_bytes_for_the_same_seed_at_any_number_of_threads(string name)
    {
        var data = Recommenders.Make(150, 130);
        var before = data.ContentHash();
        var first = ArtifactFormats.Save(Recommenders.Named(name).Fit(data, Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(Recommenders.Named(name).Fit(data, Context(2))));
        Assert.Equal(first, ArtifactFormats.Save(Recommenders.Named(name).Fit(data, Context(3))));
        Assert.Equal(before, data.ContentHash());
    }

    [Theory, MemberData(nameof(All))]
    public void Fit_stops_when_asked(string name)
    {
        var context = Context() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => Recommenders.Named(name).Fit(Recommenders.Make(), context));
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_scores_and_bytes(string name)
    {
        var model = Small(name);
        var bytes = ArtifactFormats.Save(model);
        var loaded = LearnerLaws.Formats.Load<IRecommender>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal((model.Users, model.Items), (loaded.Users, loaded.Items));
        for (var user = 0; user < model.Users; user++)
            Assert.Equal(Recommenders.Scores(model, user), Recommenders.Scores(loaded, user));
        Assert.Equal(Recommenders.Scores(model, [3, 1], [5, 2]), Recommenders.Scores(loaded, [3, 1], [5, 2]));
    }

    [Theory, MemberData(nameof(All))]
    public void Load_refuses_any_damaged_byte_and_any_truncation(string name)
    {
        var bytes = ArtifactFormats.Save(Recommenders.Named(name).Fit(Recommenders.Make(12, 9), Context()));
        var step = Math.Max(1, bytes.Length / 200);
        for (var at = 0; at < bytes.Length; at += step)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IRecommender>(damaged));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IRecommender>(bytes.AsMemory(0, at)));
        }
    }

    /// <summary>Damage that carries a right checksum: every 4 bytes of the body overwritten by bad numbers. It loads or is refused, nothing else, and what loads scores.</summary>
    [Theory, MemberData(nameof(All))]
    public void Load_survives_hostile_bytes_with_a_right_checksum(string name)
    {
        var bytes = ArtifactFormats.Save(Recommenders.Named(name).Fit(Recommenders.Make(9, 7), Context()));
        for (var at = 12; at + 36 <= bytes.Length; at += 4)
            foreach (var bad in new[] { -1, 0, 3, int.MaxValue, int.MinValue, BitConverter.SingleToInt32Bits(float.NaN) })
            {
                var hostile = (byte[])bytes.Clone();
                BitConverter.TryWriteBytes(hostile.AsSpan(at), bad);
                System.Security.Cryptography.SHA256.HashData(hostile.AsSpan(0, hostile.Length - 32), hostile.AsSpan(hostile.Length - 32));
                IRecommender model;
                try
                {
                    model = LearnerLaws.Formats.Load<IRecommender>(hostile);
                }
                catch (ModelFormatException)
                {
                    continue;
                }

                if (model.Items < 1000)
                    Assert.All(Recommenders.Scores(model, [0, 5], []), s => Assert.True(float.IsFinite(s)));
            }
    }

    [Theory, MemberData(nameof(All))]
    public void Scores_are_finite_for_any_history(string name)
    {
        var model = Small(name);
        int[][] histories = [[], [0], [39], [-1, 1000], [int.MaxValue, int.MinValue, 3], [2, 2, 2], [.. Enumerable.Range(0, 40)]];
        foreach (var history in histories)
            foreach (var value in new[] { 1, 0, -1, 1e30f, float.NaN, float.PositiveInfinity, float.Epsilon })
                Assert.All(Recommenders.Scores(model, history, [.. history.Select(_ => value)]), s => Assert.True(float.IsFinite(s)));
        for (var user = 0; user < model.Users; user++)
            Assert.All(Recommenders.Scores(model, user), s => Assert.True(float.IsFinite(s)));
    }

    [Theory, MemberData(nameof(All))]
    public void An_empty_history_gives_what_suits_everybody(string name)
    {
        var model = Small(name);
        var scores = Recommenders.Scores(model, [], []);
        Assert.Equal(scores, Recommenders.Scores(model, [-1, 4000], [1, 1]));
        Assert.True(scores.Distinct().Count() > 5, "An empty history must still tell items apart.");
    }

    [Theory, MemberData(nameof(All))]
    public void No_values_mean_ones(string name) =>
        Assert.Equal(Recommenders.Scores(Small(name), [1, 8, 3], [1, 1, 1]), Recommenders.Scores(Small(name), [1, 8, 3], []));

    [Theory, MemberData(nameof(All))]
    public void A_user_scores_as_his_history_where_that_is_promised(string name)
    {
        if (!Recommenders.HistoryIsUser.Contains(name))
            return;
        var (data, model) = (Recommenders.Make(), Small(name));
        for (var user = 0; user < data.Users - 1; user++)
        {
            var (byUser, byHistory) = (Recommenders.Scores(model, user), Recommenders.Scores(model, data.ByUser.Columns(user).ToArray(), data.ByUser.Values(user).ToArray()));
            for (var item = 0; item < data.Items; item++)
                Assert.Equal(byUser[item], byHistory[item], 2e-3);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Numbering_users_and_items_anew_changes_nothing_else_where_that_is_promised(string name)
    {
        if (!Recommenders.Equivariant.Contains(name))
            return;
        var data = Recommenders.Make(distinct: true);
        int[] users = [.. Enumerable.Range(0, data.Users)], items = [.. Enumerable.Range(0, data.Items)];
        new Seed(5).Stream().Shuffle<int>(users);
        new Seed(6).Stream().Shuffle<int>(items);
        var (model, other) = (Recommenders.Named(name).Fit(data, Context()), Recommenders.Named(name).Fit(Recommenders.Relabel(data, users, items), Context()));
        for (var user = 0; user < data.Users; user++)
        {
            var (before, after) = (Recommenders.Scores(model, user), Recommenders.Scores(other, users[user]));
            for (var item = 0; item < data.Items; item++)
                Assert.Equal(before[item], after[items[item]], 5e-3);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Scoring_allocates_nothing(string name)
    {
        var model = Small(name);
        var scores = new float[model.Items];
        int[] history = [1, 5, 9];
        float[] values = [1, 2, 3];
        long before = 0;
        for (var round = 0; round < 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                model.Score(i % model.Users, scores);
                model.Score(history, values, scores);
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory, MemberData(nameof(All))]
    public void Arguments_that_do_not_fit_are_refused(string name)
    {
        var model = Small(name);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Score(-1, new float[model.Items]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Score(model.Users, new float[model.Items]));
        Assert.Throws<ArgumentException>(() => model.Score(0, new float[model.Items - 1]));
        Assert.Throws<ArgumentException>(() => model.Score([1, 2], [1], new float[model.Items]));
    }

    [Theory, MemberData(nameof(All))]
    public void Degenerate_interactions_give_a_clear_error_or_a_sound_model(string name)
    {
        (int, int, float)[] pairs = [(0, 0, 3), (0, 1, 3), (1, 1, 3), (2, 0, 3), (2, 1, 3), (2, 2, 3)];
        var cases = new (string Case, Interactions Data)[]
        {
            ("none", Interactions.From(3, 3, [])),
            ("one pair", Interactions.From(1, 1, [(0, 0, 1)])),
            ("one pair of many", Interactions.From(50, 40, [(49, 39, 2)])),
            ("one user", Interactions.From(1, 5, [(0, 1, 1), (0, 3, 4)])),
            ("one item", Interactions.From(5, 1, [(0, 0, 1), (3, 0, 4)])),
            ("equal values", Interactions.From(3, 3, pairs)),
            ("repeated pairs", Interactions.From(3, 3, [.. pairs, .. pairs])),
            ("zeros", Interactions.From(3, 3, pairs.Select(p => (p.Item1, p.Item2, 0f)))),
            ("negative", Interactions.From(3, 3, pairs.Select(p => (p.Item1, p.Item2, -2f)))),
            ("huge", Interactions.From(3, 3, pairs.Select(p => (p.Item1, p.Item2, 1e38f)))),
            ("large", Interactions.From(3, 3, pairs.Select(p => (p.Item1, p.Item2, 1e8f)))),
            ("tiny", Interactions.From(3, 3, pairs.Select(p => (p.Item1, p.Item2, 1e-40f)))),
            ("everything touched", Interactions.From(4, 4, Enumerable.Range(0, 16).Select(i => (i / 4, i % 4, 1f)))),
        };
        foreach (var (which, data) in cases)
        {
            IRecommender model;
            try
            {
                model = Recommenders.Named(name).Fit(data, Context());
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
                continue;
            }

            Assert.NotEqual("none", which);
            for (var user = 0; user < data.Users; user++)
                Assert.All(Recommenders.Scores(model, user), s => Assert.True(float.IsFinite(s), string.Create(CultureInfo.InvariantCulture, $"{which}: {s}")));
            Assert.All(Recommenders.Scores(model, [0], [1]), s => Assert.True(float.IsFinite(s), which));
        }
    }
}
