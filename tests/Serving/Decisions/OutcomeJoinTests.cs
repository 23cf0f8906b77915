using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Tests.Decisions;

public sealed class OutcomeJoinTests : IDecisionObserver<Payment, Verdict>
{
    private readonly InMemoryEventStore _store = new();
    private readonly List<(string Id, double Label, DateTimeOffset At, int Shadows, int Vector)> _told = [];

    void IDecisionObserver<Payment, Verdict>.OnOutcome(DecisionRecord<Payment, Verdict> record, double label, DateTimeOffset outcomeTime) =>
        _told.Add((record.Id, label, outcomeTime, record.Shadows.Count, record.Vector.Length));

    private OutcomeJoin<Payment, Verdict> Join(OutcomeJoinOptions options) =>
        new(Shop.Contract, async (id, token) => (await _store.FindAsync("shop", FactTypes.Decision, id, token))?.Event, this, options);

    private static DecisionRecord<Payment, Verdict> Record(int i) => new(Shop.Pay(i), new Verdict(true, 1)) { Vector = new double[] { 1, 2 } };

    [Fact]
    public async Task An_outcome_finds_its_decision_in_memory_or_in_the_store_or_is_counted()
    {
        var join = Join(new OutcomeJoinOptions());
        await _store.AppendAsync([Shop.Contract.ToRecord(Record(1))]);
        join.Add(Record(2));
        join.Add(new ShadowScore("p2", Shop.Start, "s", "v2", 0.5, 1));
        await join.OutcomeAsync(new OutcomeLabel("p1", 1), Shop.Start.AddDays(1));
        await join.OutcomeAsync(new OutcomeLabel("p2", 0), Shop.Start.AddDays(2));
        await join.OutcomeAsync(new OutcomeLabel("p3", 1), Shop.Start.AddDays(3));
        Assert.Equal([("p1", 1.0, Shop.Start.AddDays(1), 0, 0), ("p2", 0.0, Shop.Start.AddDays(2), 1, 0)], _told);
        Assert.Equal((2L, 1L, 0), (join.Joined, join.Unmatched, join.Waiting));
    }

    [Fact]
    public void Silence_gives_its_label_when_the_window_is_over_in_the_order_of_time()
    {
        var join = Join(new OutcomeJoinOptions { Window = TimeSpan.FromHours(1), LabelWhenNone = 0, KeepVectors = true });
        foreach (var i in (int[])[30, 10, 20, 4000])
            join.Add(Record(i));
        join.Advance(Shop.Start.AddSeconds(29).AddHours(1));
        Assert.Equal(["p10", "p20"], _told.Select(t => t.Id));
        join.Advance(Shop.Start.AddSeconds(30).AddHours(1));
        Assert.Equal(("p30", 0.0, Shop.Start.AddSeconds(30).AddHours(1), 0, 2), _told[^1]);
        Assert.Equal(1, join.Waiting);
    }

    [Fact]
    public async Task Memory_is_bounded_and_what_it_drops_is_counted()
    {
        var join = Join(new OutcomeJoinOptions { Capacity = 100 });
        for (var i = 0; i < 10_000; i++)
        {
            join.Add(Record(i));
            if (i % 2 == 0)
                await join.OutcomeAsync(new OutcomeLabel($"p{i}", 1), Shop.Start);
        }

        Assert.Equal((100, 5000L, 4900L), (join.Waiting, join.Joined, join.Dropped));
    }
}
