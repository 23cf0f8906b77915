using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Tests.Decisions;

public sealed class BufferedDecisionLogTests
{
    private static EventRecord Lost(int i, string card = "c") => EventContract<CardLost>.Instance.ToRecord("shop", new CardLost($"l{i}", Shop.Start, card));

    [Fact]
    public async Task Facts_are_applied_at_once_and_in_the_places_that_the_store_gives_later()
    {
        await using var store = new InMemoryEventStore();
        var applied = new List<StoredEvent>();
        await using var log = new BufferedDecisionLog(store, applied.Add, batchSize: 10);
        for (var i = 0; i < 25; i++)
        {
            await log.AppendAsync([Lost(i)]);
            Assert.Equal(i + 1, applied.Count);
        }

        Assert.InRange(store.LastSequence, 10, 20);
        await log.FlushAsync();
        Assert.Equal(applied.Select(a => (a.Sequence, a.Event.Id)), (await store.ReadAllAsync()).Select(s => (s.Sequence, s.Event.Id)));
    }

    [Fact]
    public async Task Ids_that_come_again_are_noticed()
    {
        await using var store = new InMemoryEventStore();
        var applied = 0;
        await using var log = new BufferedDecisionLog(store, _ => applied++);
        await log.AppendAsync([Lost(1), Lost(2)]);
        var receipts = await log.AppendAsync([Lost(1), Lost(2, "another"), Lost(3)]);
        Assert.Equal([new(AppendOutcome.Duplicate, 1), new(AppendOutcome.Conflict, 2), new AppendReceipt(AppendOutcome.Appended, 3)], receipts);
        Assert.Equal(3, applied);
    }

    [Fact]
    public async Task Another_writer_is_noticed()
    {
        await using var store = new InMemoryEventStore();
        var log = new BufferedDecisionLog(store, _ => { });
        await log.AppendAsync([Lost(1)]);
        await store.AppendAsync([Lost(77)]);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await log.FlushAsync());
        Assert.Contains("should have got place 1, but the store answered 'Appended, place 2'", error.Message, StringComparison.Ordinal);
    }
}
