using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests.Decisions;

public sealed class DurableDecisionLogTests
{
    private static readonly TimeSpan s_patient = TimeSpan.FromSeconds(20);
    private readonly InMemoryEventStore _inner = new();

    private static EventRecord Decision(int i, double amount = 1) =>
        Shop.Contract.ToRecord(new DecisionRecord<Payment, Verdict>(Shop.Pay(i, amount: amount), new Verdict(true, 1)) { Vector = new double[] { i } });

    [Fact]
    public async Task Decisions_wait_while_the_store_is_away_and_are_appended_when_it_is_back()
    {
        var store = new UnreliableStore(_inner);
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        Assert.Equal(LogOutcome.Durable, await log.AppendDecisionAsync(Decision(0), s_patient));
        store.IsAway = true;
        for (var i = 1; i <= 2000; i++)
            Assert.Equal(LogOutcome.Deferred, await log.AppendDecisionAsync(Decision(i), s_patient));
        Assert.Equal(2000, log.Backlog);
        // The store is spared while it is known to be away: a handful of tries, not one per decision.
        Assert.InRange(store.Appends, 2, 100);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await log.AppendAsync([Decision(9999)]));
        await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await log.FlushAsync());
        store.IsAway = false;
        await log.FlushAsync();
        Assert.Equal(0, log.Backlog);
        Assert.Equal(0, log.Lost);
        Assert.Equal(Enumerable.Range(0, 2001).Select(i => $"p{i}"), (await _inner.ReadAllAsync()).Select(e => e.Event.Id));
    }

    [Fact]
    public async Task The_backlog_drains_by_itself()
    {
        var store = new UnreliableStore(_inner) { IsAway = true };
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        await log.AppendDecisionAsync(Decision(1), s_patient);
        await Task.Delay(150);
        Assert.Equal(1, log.Backlog);
        store.IsAway = false;
        await Shop.UntilAsync(() => log.Backlog == 0);
        Assert.Equal(1, _inner.LastSequence);
    }

    [Fact]
    public async Task What_the_backlog_cannot_hold_is_counted_as_lost()
    {
        var store = new UnreliableStore(_inner) { IsAway = true };
        await using var log = new DurableDecisionLog(store, TimeProvider.System, new DurableLogOptions { BacklogCapacity = 10 });
        for (var i = 0; i < 15; i++)
            Assert.Equal(i < 10 ? LogOutcome.Deferred : LogOutcome.Lost, await log.AppendDecisionAsync(Decision(i), s_patient));
        Assert.Equal((10, 5), (log.Backlog, log.Lost));
    }

    [Fact]
    public async Task A_request_that_waits_is_known_when_it_comes_again()
    {
        var store = new UnreliableStore(_inner) { IsAway = true };
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        await log.AppendDecisionAsync(Decision(1), s_patient);
        Assert.Equal(LogOutcome.Waiting, await log.AppendDecisionAsync(Decision(1, amount: 2), s_patient));
        var held = await log.FindAsync("shop", "Decision", "p1");
        Assert.True(Shop.Contract.IsFor(held!, Shop.Pay(1, amount: 1)));
    }

    [Fact]
    public async Task A_decision_that_the_store_refuses_for_good_keeps_none_of_the_others()
    {
        var store = new UnreliableStore(_inner) { IsAway = true };
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        for (var i = 0; i < 20; i++)
            await log.AppendDecisionAsync(i == 7 ? Decision(i) with { Id = new string('x', 5000) } : Decision(i), s_patient);
        store.IsAway = false;
        await log.FlushAsync();
        Assert.Equal((0, 1L, 19L), (log.Backlog, log.Lost, _inner.LastSequence));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_in_time_is_not_waited_for_and_nothing_is_written_twice()
    {
        var store = new UnreliableStore(_inner);
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        store.Hold();
        Assert.Equal(LogOutcome.Deferred, await log.AppendDecisionAsync(Decision(1), TimeSpan.FromMilliseconds(10)));
        Assert.Equal(LogOutcome.Waiting, await log.AppendDecisionAsync(Decision(1), TimeSpan.FromMilliseconds(10)));
        store.LetGo();
        await log.FlushAsync();
        Assert.Equal(1, _inner.LastSequence);
    }

    [Fact]
    public async Task An_append_that_fails_after_it_was_given_up_goes_to_the_backlog()
    {
        var store = new UnreliableStore(_inner);
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        store.Hold();
        await log.AppendDecisionAsync(Decision(1), TimeSpan.FromMilliseconds(10));
        store.IsAway = true;
        store.LetGo();
        await Task.Delay(30);
        Assert.Equal(1, log.Backlog);
        store.IsAway = false;
        await log.FlushAsync();
        Assert.Equal(1, _inner.LastSequence);
    }

    [Fact]
    public async Task Decisions_are_answered_and_made_while_the_store_is_away()
    {
        var store = new UnreliableStore(_inner);
        var features = new CountingFeatures(5);
        var state = new FeatureState<Payment>(features);
        using var follower = await LogFollower<Payment, Verdict>.StartAsync(store, state, Shop.Facts);
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(Shop.Pipeline(new TestModel(features.Schema).As("v1")), state, Shop.Contract, log);
        Assert.True((await pipeline.DecideAsync(Shop.Pay(0))).IsDurable);
        store.IsAway = true;
        for (var i = 1; i < 50; i++)
        {
            var answer = await pipeline.DecideAsync(Shop.Pay(i));
            Assert.Equal(("model", false), (answer.Level, answer.IsDurable));
        }

        var repeated = await pipeline.DecideAsync(Shop.Pay(7));
        Assert.Equal((true, false), (repeated.IsRepeated, repeated.IsDurable));
        // What is not durable is no part of the features.
        Assert.Equal((1, 1L), (features.Applied, state.AppliedSequence));
        store.IsAway = false;
        await log.FlushAsync();
        Assert.Equal((50, 50L), (features.Applied, state.AppliedSequence));
    }
}
