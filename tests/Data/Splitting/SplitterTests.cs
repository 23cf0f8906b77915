using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Data.Tests.Splitting;

public sealed class SplitterTests
{
    private static readonly FeatureSchema s_schema = new([new FeatureSpec("x")]);

    private static JsonElement[] Cases { get; } =
        [.. JsonDocument.Parse(typeof(SplitterTests).Assembly.GetManifestResourceStream("splits.json")!).RootElement.EnumerateArray()];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Cases.Length)];

    public static TheoryData<string> Kinds => [.. Splitters.Keys];

    /// <summary>Every splitter of the library, for rows with groups, classes and times.</summary>
    private static Dictionary<string, ISplitter> Splitters { get; } = new()
    {
        ["k"] = new KFold(4), ["k in order"] = new KFold(4) { Shuffle = false }, ["stratified"] = new StratifiedKFold(4), ["group"] = new GroupKFold(4),
        ["group by feature"] = new GroupKFold(3) { Feature = "x" }, ["time"] = new TimeSeriesSplit(4), ["time, gap"] = new TimeSeriesSplit(4) { Gap = TimeSpan.FromSeconds(3) },
        ["hold-out"] = new HoldOut(0.3), ["hold-out at random"] = new HoldOut(0.3) { AtRandom = true }, ["auto"] = new AutoKFold(4),
    };

    [Fact]
    public void Every_splitter_is_tested() =>
        Assert.Equal(typeof(ISplitter).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ISplitter)) && !t.IsAbstract).ToHashSet(), Splitters.Values.Select(s => s.GetType()).ToHashSet());

    [Theory, MemberData(nameof(All))]
    public void Folds_without_shuffling_are_those_of_scikit_learn(int at)
    {
        var (one, options) = (Cases[at], Cases[at].GetProperty("options"));
        int Option(string name) => options.GetProperty(name).GetInt32();
        ISplitter splitter = one.GetProperty("kind").GetString() switch
        {
            "kfold" => new KFold(Option("folds")) { Shuffle = false },
            "stratified" => new StratifiedKFold(Option("folds")) { Shuffle = false },
            "group" => new GroupKFold(Option("folds")),
            _ => new TimeSeriesSplit(Option("folds")) { GapRows = Option("gap"), TestRows = Option("test"), MaxTrainRows = Option("longest") },
        };
        double[] labels = [.. one.GetProperty("labels").EnumerateArray().Select(l => l.GetDouble())];
        int[]? groups = one.GetProperty("groups") is { ValueKind: JsonValueKind.Array } given ? [.. given.EnumerateArray().Select(g => g.GetInt32())] : null;
        var rows = new Dataset(s_schema, [new double[labels.Length]], labels, [.. Enumerable.Range(0, labels.Length).Select(i => (long)i)], groups: groups);
        var folds = splitter.Split(rows, new Seed(1));
        var expected = one.GetProperty("folds").EnumerateArray().Select(f => f.EnumerateArray().Select(s => s.EnumerateArray().Select(i => i.GetInt32()).ToArray()).ToArray()).ToArray();
        Assert.Equal(expected.Length, folds.Count);
        for (var fold = 0; fold < folds.Count; fold++)
        {
            Assert.Equal(expected[fold][0], folds[fold].Test.ToArray());
            Assert.Equal(expected[fold][1], folds[fold].Train.ToArray());
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void No_row_is_on_both_sides_and_the_same_seed_gives_the_same_folds(string kind)
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var rows = Make(new Seed(seed), 60 + (int)(seed * 7));
            var (folds, again) = (Splitters[kind].Split(rows, new Seed(seed)), Splitters[kind].Split(rows, new Seed(seed)));
            foreach (var (fold, same) in folds.Zip(again))
            {
                Assert.NotEqual(0, fold.Train.Length);
                Assert.NotEqual(0, fold.Test.Length);
                Assert.Empty(fold.Train.ToArray().Intersect(fold.Test.ToArray()));
                Assert.Equal(fold.Train.ToArray().Order(), fold.Train.ToArray());
                Assert.Equal(fold.Test.ToArray(), same.Test.ToArray());
                Assert.Equal(fold.Train.ToArray(), same.Train.ToArray());
                _ = rows.Select(fold.Train.Span); // would throw where a group is torn apart
            }
        }
    }

    [Theory]
    [InlineData("k"), InlineData("k in order"), InlineData("stratified"), InlineData("group"), InlineData("auto")]
    public void Every_row_is_tested_once_and_learned_from_in_all_other_folds(string kind)
    {
        var rows = Make(new Seed(4), 97);
        var folds = Splitters[kind].Split(rows, new Seed(2));
        Assert.Equal(Enumerable.Range(0, 97), folds.SelectMany(f => f.Test.ToArray()).Order());
        Assert.All(folds, f => Assert.Equal(97, f.Test.Length + f.Train.Length));
    }

    [Fact]
    public void Stratified_folds_differ_by_at_most_one_row_of_a_class()
    {
        var rows = Make(new Seed(9), 203);
        var folds = new StratifiedKFold(7).Split(rows, new Seed(3));
        for (var k = 0; k < 3; k++)
        {
            var counts = folds.Select(f => f.Test.ToArray().Count(row => rows.Labels[row] == k)).ToArray();
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    }

    [Fact]
    public void A_group_is_never_on_both_sides()
    {
        var rows = Make(new Seed(12), 120);
        foreach (var fold in new GroupKFold(5).Split(rows, new Seed(1)))
            Assert.Empty(fold.Train.ToArray().Select(r => rows.Groups[r]).Intersect(fold.Test.ToArray().Select(r => rows.Groups[r])));
        foreach (var fold in new GroupKFold(3) { Feature = "x" }.Split(rows, new Seed(1)))
            Assert.Empty(fold.Train.ToArray().Select(r => rows.Column(0)[r]).Intersect(fold.Test.ToArray().Select(r => rows.Column(0)[r])));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(11)]
    public void By_time_all_that_is_learned_from_lies_before_the_test_by_the_gap(int seconds)
    {
        var rows = Make(new Seed(6), 150); // times repeat
        foreach (var fold in new TimeSeriesSplit(4) { Gap = TimeSpan.FromSeconds(seconds) }.Split(rows, new Seed(1)))
        {
            var (latest, first) = (fold.Train.ToArray().Max(r => rows.Times[r]), fold.Test.ToArray().Min(r => rows.Times[r]));
            Assert.True(latest < first && latest <= first - (seconds * 1_000_000L));
        }
    }

    [Fact]
    public void Another_seed_draws_other_folds()
    {
        var rows = Make(new Seed(6), 150);
        foreach (var kind in new[] { "k", "stratified", "hold-out at random" })
            Assert.NotEqual(Splitters[kind].Split(rows, new Seed(1))[0].Test.ToArray(), Splitters[kind].Split(rows, new Seed(2))[0].Test.ToArray());
    }

    [Fact]
    public void What_cannot_be_cut_says_what_must_hold()
    {
        var (rows, few) = (Make(new Seed(1), 40), Make(new Seed(1), 3));
        var flat = new Dataset(s_schema, [new double[30]], new double[30], new long[30]);
        foreach (var (splitter, data) in new (ISplitter, Dataset)[]
        {
            (new KFold(), few), (new StratifiedKFold(39), rows), (new GroupKFold(30), rows), (new GroupKFold(), flat), (new GroupKFold { Feature = "y" }, rows),
            (new TimeSeriesSplit(), flat), (new TimeSeriesSplit(), few), (new TimeSeriesSplit { Gap = TimeSpan.FromDays(1) }, rows), (new HoldOut(), few.Select([0])),
        })
            Assert.Contains("must", Assert.Throws<TrainingException>(() => splitter.Split(data, new Seed(1))).Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of three classes in groups of one to five; x is one of six values; two to three rows an instant, in no order.</summary>
    private static Dataset Make(Seed seed, int count)
    {
        var stream = seed.Stream();
        var (x, labels, times, groups) = (new double[count], new double[count], new long[count], new int[count]);
        for (var (row, group, left) = (0, 0, 0); row < count; row++, left--)
        {
            if (left == 0)
                (group, left) = (group + 1, 1 + stream.NextInt(5));
            (x[row], labels[row], times[row], groups[row]) = (stream.NextInt(6), stream.NextBool(0.2) ? 2 : stream.NextInt(2), stream.NextInt(count / 2) * 1_000_000L, group);
        }

        return new Dataset(s_schema, [x], labels, times, groups: groups);
    }
}
