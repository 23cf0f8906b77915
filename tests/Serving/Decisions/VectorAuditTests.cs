using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Tests.Decisions;

public sealed class VectorAuditTests
{
    private const int Width = 6;

    private static VectorAudit<Payment, Verdict> Audit(IEventStore store) => new(store, Shop.Facts, () => new CountingFeatures(Width));

    private static async Task<InMemoryEventStore> DecideAsync(int decisions, int deciders)
    {
        var store = new InMemoryEventStore();
        var source = new CountingFeatures(Width);
        var state = new FeatureState<Payment>(source);
        using var follower = await LogFollower<Payment, Verdict>.StartAsync(store, state, Shop.Facts);
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(Shop.Pipeline(new TestModel(source.Schema).As("v1")), state, Shop.Contract, log);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, deciders).Select(_ => Task.Factory.StartNew(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < decisions)
            {
                await pipeline.DecideAsync(Shop.Pay(i));
                if (i % 50 == 3)
                    await log.AppendAsync([EventContract<CardLost>.Instance.ToRecord("shop", new CardLost($"l{i}", Shop.Start.AddSeconds(i), $"card{i % 7}"))]);
            }
        }, TaskCreationOptions.LongRunning).Unwrap()));
        await log.FlushAsync();
        return store;
    }

    [Fact]
    public async Task A_hundred_thousand_vectors_of_concurrent_deciders_come_out_equal_bit_for_bit()
    {
        await using var store = await DecideAsync(100_000, deciders: 4);
        var report = await Audit(store).RunAsync();
        Assert.Equal((100_000, 100_000, 0, 0), (report.Decisions, report.Equal, report.NotComputed, report.Unreadable));
        Assert.True(report.IsClean);
    }

    [Fact]
    public async Task A_single_changed_bit_is_found_and_named()
    {
        await using var good = await DecideAsync(500, deciders: 2);
        await using var bad = new InMemoryEventStore();
        foreach (var stored in await good.ReadAllAsync())
        {
            var record = stored.Event;
            if (record.Id == "p250" && record.Type == FactTypes.Decision)
            {
                var decision = Shop.Contract.Read(record);
                var vector = decision.Vector.ToArray();
                vector[4] = Math.BitIncrement(vector[4]);
                record = Shop.Contract.ToRecord(decision with { Vector = vector });
            }

            await bad.AppendAsync([record]);
        }

        var report = await Audit(bad).RunAsync();
        Assert.Equal((500, 499), (report.Decisions, report.Equal));
        var mismatch = Assert.Single(report.Mismatches);
        Assert.Equal(("p250", "f4"), (mismatch.DecisionId, mismatch.Feature));
        Assert.Equal(Math.BitIncrement(mismatch.Derived), mismatch.Logged);
    }

    [Fact]
    public async Task A_fact_that_is_missing_from_the_log_is_found()
    {
        await using var good = await DecideAsync(300, deciders: 1);
        await using var bad = new InMemoryEventStore();
        foreach (var stored in await good.ReadAllAsync())
            await bad.AppendAsync([stored.Event.Type == nameof(CardLost) && stored.Event.Id == "l53" ? stored.Event with { System = "other" } : stored.Event]);
        var report = await Audit(bad).RunAsync();
        Assert.Equal(300, report.Decisions);
        Assert.InRange(report.Equal, 53, 299);
    }

    [Fact]
    public async Task Decisions_that_were_logged_long_after_their_watermark_are_derived_too()
    {
        await using var inner = new InMemoryEventStore();
        var store = new UnreliableStore(inner);
        var source = new CountingFeatures(Width);
        var state = new FeatureState<Payment>(source);
        using var follower = await LogFollower<Payment, Verdict>.StartAsync(store, state, Shop.Facts);
        await using var log = new DurableDecisionLog(store, TimeProvider.System);
        await using var pipeline = new DecisionPipeline<Payment, Verdict>(Shop.Pipeline(new TestModel(source.Schema).As("v1")), state, Shop.Contract, log);
        for (var i = 0; i < 400; i++)
        {
            store.IsAway = i is >= 50 and < 100;
            await pipeline.DecideAsync(Shop.Pay(i));
            if (i == 100)
                await log.FlushAsync();
        }

        await log.FlushAsync();
        Assert.Equal(400, inner.LastSequence);
        var report = await new VectorAudit<Payment, Verdict>(inner, Shop.Facts, () => new CountingFeatures(Width)) { Window = 4, LateBatch = 20 }.RunAsync();
        Assert.True(report.IsClean, report.ToString());
        Assert.Equal(400, report.Decisions);
        Assert.InRange(report.Passes, 3, 10);
        Assert.Equal(1, (await Audit(inner).RunAsync()).Passes);
    }

    [Fact]
    public async Task A_range_of_the_log_can_be_audited()
    {
        await using var store = await DecideAsync(200, deciders: 1);
        var report = await Audit(store).RunAsync(afterSequence: 100, upToSequence: 150);
        Assert.True(report.IsClean);
        Assert.Equal((await store.ReadAllAsync()).Count(e => e.Sequence is > 100 and <= 150 && e.Event.Type == FactTypes.Decision), report.Decisions);
    }
}
