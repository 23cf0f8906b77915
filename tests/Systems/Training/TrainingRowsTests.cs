using System.Globalization;
using Bellwether.Cli.Tests;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Learning.Baselines;
using Bellwether.Serving.Decisions;
using Bellwether.Systems.Building;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Living;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Tests.Training;

/// <summary>Labelled history read from a log, and the weights its rows get, against figures computed by hand.</summary>
public sealed class TrainingRowsTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 20, 0, 0, 0, TimeSpan.Zero);

    private static SystemDefinition<Asked, Told> Define(double? absentMeans, double explore = 0)
    {
        var system = new SystemBuilder<Asked, Told>([]);
        system.Feature("size", a => a.Size);
        system.Feature("asked_1h", system.Per("all", _ => "all").Count(TimeSpan.FromHours(1)));
        system.Labels(new LabelTiming(TimeSpan.FromDays(10), MatureAfter: TimeSpan.FromDays(5)) { AbsentMeans = absentMeans, LearnAfter = TimeSpan.FromDays(1) });
        system.Label<Took>(t => t.AskedId, t => t.Seconds);
        system.Ladder(new Rung(new Constant()));
        system.Decide("the score", (_, s) => new Told(s));
        system.Otherwise("a minute", _ => new Told(60));
        system.BestKnowing((_, s) => new Told(s));
        system.Worth((_, t, s) => -Math.Abs(t.Seconds - s));
        system.Total("mean error", (_, _, _) => 1);
        system.RevealedBy(t => t.Seconds < 50);
        if (explore > 0)
            system.Explore(explore, _ => new Told(1));
        return system.Build(new TinySystem(1).Design);
    }

    /// <summary>A log of decisions, each on everything before it, and of labels.</summary>
    private static async Task<LabelledHistory<Asked, Told>> HistoryAsync(
        SystemDefinition<Asked, Told> definition, IEnumerable<(string Id, TimeSpan Age, double Score, double Told)> decisions, IEnumerable<(string Id, TimeSpan Age, double Label)> labels)
    {
        await using var store = new InMemoryEventStore();
        var contract = new DecisionContract<Asked, Told>("tiny", DecisionFormat<Told>.ByProperties);
        foreach (var (id, age, score, told) in decisions)
            await store.AppendAsync([contract.ToRecord(new DecisionRecord<Asked, Told>(new Asked(id, s_now - age, 3), new Told(told))
            {
                Vector = new double[] { 3, -1 }, Watermark = store.LastSequence, Score = score, Level = "model",
            })]);
        foreach (var (id, age, label) in labels)
            await store.AppendAsync([EventContract<Took>.Instance.ToRecord("tiny", new Took("t-" + id, s_now - age, id, label))]);
        return await LabelledHistory<Asked, Told>.ReadAsync(store, Composition.Facts(definition), definition, _ => { }, CancellationToken.None);
    }

    private static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    private static Dictionary<string, (double Label, double Weight, bool Mature)> ById(TrainingTable<Asked> table) =>
        Enumerable.Range(0, table.Rows.Rows).ToDictionary(i => table.Rows.Ids[i], i => (table.Rows.Labels[i], table.Rows.Weight(i), table.IsMature[i]));

    [Fact]
    public async Task Rows_without_a_label_are_left_out_where_absence_says_nothing()
    {
        var definition = Define(absentMeans: null);
        var history = await HistoryAsync(definition, [("a", Hours(200), 10, 10), ("b", Hours(190), 10, 10)], [("b", Hours(180), 7)]);
        var rows = ById(TrainingRows.Build(history, definition, s_now));
        Assert.Equal((7, 1, true), rows["b"]);
        Assert.Single(rows);
    }

    [Fact]
    public async Task Absence_means_its_value_once_old_enough_to_learn_from()
    {
        var definition = Define(absentMeans: 0);
        var history = await HistoryAsync(definition, [("mature", Hours(130), 10, 10), ("young", Hours(30), 10, 10), ("fresh", Hours(20), 10, 10), ("hidden", Hours(130), 60, 60)], []);
        var rows = ById(TrainingRows.Build(history, definition, s_now));
        Assert.Equal((0, 1, true), rows["mature"]);
        Assert.Equal((0, 1, false), rows["young"]);
        Assert.Equal(2, rows.Count); // one is too fresh, and what was decided about the other hides the truth
    }

    [Fact]
    public async Task A_label_that_comes_after_now_is_not_known_yet()
    {
        var definition = Define(absentMeans: 0);
        var history = await HistoryAsync(definition, [("a", Hours(130), 10, 10)], [("a", Hours(-2), 1)]);
        Assert.Equal((0, 1, true), ById(TrainingRows.Build(history, definition, s_now))["a"]);
    }

    [Fact]
    public async Task Young_positives_are_weighted_by_the_inverse_of_the_share_arrived_by_their_age_at_most_fourfold()
    {
        var definition = Define(absentMeans: 0);
        // 24 mature positives whose labels took 1, 2, ... 24 hours: by an age of h hours h + 1 of 25 have come (with the one that is there).
        var mature = Enumerable.Range(1, 24).Select(h => (Id: "m" + h.ToString(CultureInfo.InvariantCulture), Hours: h)).ToList();
        var history = await HistoryAsync(
            definition,
            [.. mature.Select(m => (m.Id, Hours(150), 10.0, 10.0)), ("twelve", Hours(12), 10, 10), ("two", Hours(2), 10, 10), ("between", Hours(6.5), 10, 10), ("quiet", Hours(12), 10, 10)],
            [.. mature.Select(m => (m.Id, Hours(150 - m.Hours), 1.0)), ("twelve", Hours(1), 1), ("two", Hours(1), 1), ("between", Hours(1), 1), ("quiet", Hours(1), 0)]);
        var rows = ById(TrainingRows.Build(history, definition, s_now));
        Assert.Equal(25.0 / 12, rows["twelve"].Weight, 12);
        Assert.Equal(25.0 / 7, rows["between"].Weight, 12);
        Assert.Equal(4, rows["two"].Weight, 12);
        Assert.Equal(1, rows["quiet"].Weight, 12); // told to be negative: not held back by any delay
        Assert.All(mature, m => Assert.Equal(1, rows[m.Id].Weight, 12));
    }

    [Fact]
    public async Task With_few_labels_delays_are_not_guessed()
    {
        var definition = Define(absentMeans: 0);
        var history = await HistoryAsync(definition, [("m", Hours(150), 10, 10), ("young", Hours(2), 10, 10)], [("m", Hours(100), 1), ("young", Hours(1), 1)]);
        Assert.Equal(1, ById(TrainingRows.Build(history, definition, s_now))["young"].Weight);
    }

    [Theory]
    [InlineData(0.1, 10)]
    [InlineData(0.25, 4)]
    [InlineData(0.02, 20)]
    public async Task Rows_that_only_exploration_revealed_weigh_the_inverse_of_its_share_at_most_twentyfold(double share, double weight)
    {
        var definition = Define(absentMeans: 0, explore: share);
        var ids = Enumerable.Range(0, 5000).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        var (drawn, plain) = (ids.First(definition.Exploration!.Covers), ids.First(i => !definition.Exploration!.Covers(i)));
        var drawnToo = ids.Last(definition.Exploration!.Covers);
        var history = await HistoryAsync(
            definition, [(drawn, Hours(130), 80, 1), (plain, Hours(130), 10, 10), (drawnToo, Hours(130), 10, 1)], []);
        var rows = ById(TrainingRows.Build(history, definition, s_now));
        Assert.Equal(weight, rows[drawn].Weight, 12); // its score would have hidden it
        Assert.Equal(1, rows[drawnToo].Weight, 12); // it would have been seen anyway
        Assert.Equal(1, rows[plain].Weight, 12);
    }

    [Fact]
    public async Task Vectors_are_derived_again_from_what_the_decision_stood_on()
    {
        var definition = Define(absentMeans: 0);
        var history = await HistoryAsync(definition, [("a", Hours(130), 10, 10), ("b", Hours(129.9), 10, 10), ("c", Hours(129.8), 10, 10), ("d", Hours(100), 10, 10)], [("a", Hours(1), 2)]);
        Assert.Equal([[3, 0], [3, 1], [3, 2], [3, 0]], history.Rows.Select(r => r.Vector));
        Assert.Equal((1, 5), history.Range);
        Assert.Equal((2, s_now - Hours(1)), history.LabelOf("a"));
        Assert.Null(history.LabelOf("b"));
    }
}
