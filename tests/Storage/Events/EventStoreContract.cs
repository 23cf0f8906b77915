using System.Collections.Concurrent;
using System.Text;
using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Storage.Tests.Events;

/// <summary>What every event store must do. A store passes by inheriting.</summary>
public abstract class EventStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Opens a store that is empty at the first call of a test and holds what it held at later calls.</summary>
    protected abstract Task<IEventStore> OpenAsync();

    /// <summary>Whether events outlive the process; if not, tests of reopening do not apply.</summary>
    protected virtual bool Durable => true;

    internal static EventRecord Record(int i, string system = "shop", string type = "Order", string? payload = null) =>
        new(system, type, $"id-{i}", Noon.AddSeconds(i), Encoding.UTF8.GetBytes(payload ?? $"{{\"n\":{i}}}"));

    internal static EventRecord[] Records(int from, int count) => [.. Enumerable.Range(from, count).Select(i => Record(i))];

    internal static async Task<List<StoredEvent>> All(IEventStore store, EventQuery? query = null)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in store.ReadAsync(query ?? new()))
            events.Add(stored);
        return events;
    }

    private static string Text(StoredEvent stored) => Encoding.UTF8.GetString(stored.Event.Payload.Span);

    [SkippableFact]
    public async Task An_empty_store_has_no_events()
    {
        await using var store = await OpenAsync();
        Assert.Equal(0, store.LastSequence);
        Assert.Empty(await All(store));
        Assert.Null(await store.FindAsync("shop", "Order", "id-1"));
        Assert.Empty(await store.AppendAsync([]));
    }

    [SkippableFact]
    public async Task Events_are_read_in_the_order_of_their_receipts()
    {
        await using var store = await OpenAsync();
        var first = await store.AppendAsync(Records(0, 10));
        var second = await store.AppendAsync(Records(10, 10));
        var sequences = first.Concat(second).Select(r => r.Sequence).ToArray();
        Assert.All(first.Concat(second), r => Assert.Equal(AppendOutcome.Appended, r.Outcome));
        Assert.Equal(sequences.Order(), sequences);
        Assert.True(sequences[0] >= 1);
        Assert.Equal(sequences[^1], store.LastSequence);
        var read = await All(store);
        Assert.Equal(sequences, read.Select(e => e.Sequence));
        Assert.Equal(Records(0, 20), read.Select(e => e.Event));
    }

    [SkippableFact]
    public async Task Events_survive_closing_and_opening()
    {
        Skip.IfNot(Durable, "This store lives in memory.");
        List<StoredEvent> before;
        await using (var store = await OpenAsync())
        {
            await store.AppendAsync(Records(0, 100));
            before = await All(store);
        }

        var last = before[^1].Sequence;
        for (var round = 0; round < 3; round++)
        {
            await using var again = await OpenAsync();
            Assert.Equal(last, again.LastSequence);
            Assert.Equal(before, (await All(again)).Take(100));
            var receipts = await again.AppendAsync([Record(5), Record(5, payload: "{}"), Record(1000 + round)]);
            Assert.Equal(new(AppendOutcome.Duplicate, before[5].Sequence), receipts[0]);
            Assert.Equal(new(AppendOutcome.Conflict, before[5].Sequence), receipts[1]);
            Assert.Equal(AppendOutcome.Appended, receipts[2].Outcome);
            Assert.True(receipts[2].Sequence > last);
            last = receipts[2].Sequence;
        }
    }

    [SkippableFact]
    public async Task Sending_the_same_again_changes_nothing()
    {
        await using var store = await OpenAsync();
        var first = await store.AppendAsync(Records(0, 50));
        var again = await store.AppendAsync(Records(0, 50));
        Assert.All(again, r => Assert.Equal(AppendOutcome.Duplicate, r.Outcome));
        Assert.Equal(first.Select(r => r.Sequence), again.Select(r => r.Sequence));
        Assert.Equal(50, (await All(store)).Count);
    }

    [SkippableFact]
    public async Task Another_content_or_time_under_the_same_id_is_a_conflict_and_writes_nothing()
    {
        await using var store = await OpenAsync();
        var original = (await store.AppendAsync([Record(1)]))[0];
        var receipts = await store.AppendAsync(
            [Record(1, payload: "{\"n\":2}"), Record(1) with { Time = Noon }, Record(1, type: "Refund"), Record(1, system: "bank")]);
        Assert.Equal(new(AppendOutcome.Conflict, original.Sequence), receipts[0]);
        Assert.Equal(new(AppendOutcome.Conflict, original.Sequence), receipts[1]);
        Assert.Equal(AppendOutcome.Appended, receipts[2].Outcome);
        Assert.Equal(AppendOutcome.Appended, receipts[3].Outcome);
        Assert.Equal([Record(1), Record(1, type: "Refund"), Record(1, system: "bank")], (await All(store)).Select(e => e.Event));
    }

    [SkippableFact]
    public async Task Repeats_inside_one_append_are_told_apart()
    {
        await using var store = await OpenAsync();
        var receipts = await store.AppendAsync([Record(1), Record(2), Record(1), Record(2, payload: "{}"), Record(3)]);
        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.Appended, AppendOutcome.Duplicate, AppendOutcome.Conflict, AppendOutcome.Appended],
            receipts.Select(r => r.Outcome));
        Assert.Equal(receipts[0].Sequence, receipts[2].Sequence);
        Assert.Equal(receipts[1].Sequence, receipts[3].Sequence);
        Assert.Equal(Records(1, 3), (await All(store)).Select(e => e.Event));
    }

    [SkippableFact]
    public async Task What_cannot_be_stored_is_refused_whole_and_by_place()
    {
        await using var store = await OpenAsync();
        var bad = new (EventRecord Record, string Says)[]
        {
            (Record(2) with { Id = " " }, "Event 1 of the append must have a Id that is not blank"),
            (Record(2) with { Id = new('x', 201) }, "at most 200 characters, but it has 201"),
            (Record(2) with { System = "a\0b" }, "character 1 is U+0000"),
            (Record(2) with { Type = "a\ud800" }, "character 1 is U+D800"),
            (Record(2) with { Payload = new byte[] { 0xff, 0xfe } }, "UTF-8"),
        };
        foreach (var (record, says) in bad)
        {
            var error = await Assert.ThrowsAsync<ArgumentException>(async () => await store.AppendAsync([Record(1), record]));
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, store.LastSequence);
        Assert.Empty(await All(store));
    }

    [SkippableFact]
    public async Task Concurrent_appends_each_take_effect_once_and_callbacks_come_in_order_before_the_answer()
    {
        await using var store = await OpenAsync();
        var heard = new List<StoredEvent>();
        var heardSequences = new ConcurrentDictionary<long, bool>();
        var inside = 0;
        using var subscription = store.Subscribe(batch =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            heard.AddRange(batch);
            foreach (var stored in batch)
                heardSequences[stored.Sequence] = true;
            Interlocked.Decrement(ref inside);
        });

        const int Writers = 16, Each = 40;
        var unheard = 0;
        var receipts = new ConcurrentBag<(int Id, AppendReceipt Receipt)>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
            {
                // Half of all ids are shared between two writers: exactly one of them may append it.
                var id = (i % 2 == 0 ? writer : writer / 2) * 1000 + i;
                var receipt = (await store.AppendAsync([Record(id)]))[0];
                if (!heardSequences.ContainsKey(receipt.Sequence))
                    Interlocked.Increment(ref unheard);
                receipts.Add((id, receipt));
            }
        })));

        Assert.Equal(0, unheard);
        var read = await All(store);
        Assert.Equal(receipts.Select(r => r.Id).Distinct().Count(), read.Count);
        Assert.Equal(read.Count, receipts.Count(r => r.Receipt.Outcome == AppendOutcome.Appended));
        Assert.DoesNotContain(receipts, r => r.Receipt.Outcome == AppendOutcome.Conflict);
        Assert.All(receipts.GroupBy(r => r.Id), g => Assert.Single(g.Select(r => r.Receipt.Sequence).Distinct()));
        Assert.Equal(read, heard);
        for (var i = 1; i < read.Count; i++)
            Assert.True(read[i].Sequence > read[i - 1].Sequence);
    }

    [SkippableFact]
    public async Task A_subscription_hears_only_what_comes_after_it_and_until_its_end()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync([Record(1)]);
        var heard = new List<EventRecord>();
        var subscription = store.Subscribe(batch => heard.AddRange(batch.Select(e => e.Event)));
        using var faulty = store.Subscribe(_ => throw new InvalidOperationException("a callback that breaks its promise"));
        await store.AppendAsync([Record(2), Record(1), Record(3)]);
        await store.AppendAsync([Record(2)]);
        subscription.Dispose();
        subscription.Dispose();
        await store.AppendAsync([Record(4)]);
        Assert.Equal([Record(2), Record(3)], heard);
    }

    [SkippableFact]
    public async Task Queries_select_by_system_type_sequence_time_and_limit()
    {
        await using var store = await OpenAsync();
        var records = Enumerable.Range(0, 600).Select(i => Record(i, i % 3 == 0 ? "shop" : "bank", $"Type{i % 5}")).ToArray();
        await store.AppendAsync(records);
        var all = await All(store);
        Assert.Equal(600, all.Count);
        var queries = new EventQuery[]
        {
            new() { System = "shop" },
            new() { System = "none" },
            new() { Types = ["Type1"] },
            new() { Types = ["Type1", "Type4", "it's"] },
            new() { AfterSequence = all[299].Sequence },
            new() { UpToSequence = all[299].Sequence },
            new() { AfterSequence = all[99].Sequence, UpToSequence = all[299].Sequence, System = "bank", Types = ["Type2", "Type3"] },
            new() { AfterSequence = all[^1].Sequence },
            new() { AfterSequence = long.MaxValue },
            new() { From = Noon.AddSeconds(100), Until = Noon.AddSeconds(200) },
            new() { From = Noon.AddSeconds(100).AddTicks(1), Until = Noon.AddSeconds(200).AddTicks(1) },
            new() { From = DateTimeOffset.MinValue, Until = DateTimeOffset.MaxValue },
            new() { From = DateTimeOffset.MaxValue },
            new() { From = Noon.AddSeconds(100).ToOffset(TimeSpan.FromHours(5)) },
        };
        foreach (var query in queries)
            Assert.Equal(all.Where(query.Matches).Select(e => e.Event.Id), (await All(store, query)).Select(e => e.Event.Id));
        foreach (var limit in new[] { 0, 1, 7, 255, 256, 257, 600, 601 })
        {
            Assert.Equal(all.Take(limit), await All(store, new() { Limit = limit }));
            Assert.Equal(all.Where(e => e.Event.System == "bank").Take(limit), await All(store, new() { Limit = limit, System = "bank" }));
        }
    }

    [SkippableFact]
    public async Task Times_keep_their_microsecond_and_names_and_payloads_their_characters()
    {
        await using var store = await OpenAsync();
        var record = new EventRecord("sÿstem 'x'", "Ty\"pe\n", "id-日本-🦉", new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.FromHours(2)).AddTicks(1_234_567),
            Encoding.UTF8.GetBytes("{\"t\":\"Ω – 🦉 \\u0000 \t\"}"));
        var far = new EventRecord("s", "t", "far", new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(10), "[]"u8.ToArray());
        var empty = new EventRecord("s", "t", "empty", DateTimeOffset.UnixEpoch, ReadOnlyMemory<byte>.Empty);
        await store.AppendAsync([record, far, empty]);
        var read = await All(store);
        Assert.Equal([record with { Time = record.Time.AddTicks(-7) }, far, empty], read.Select(e => e.Event));
        Assert.All(read, e => Assert.Equal(TimeSpan.Zero, e.Event.Time.Offset));
        Assert.Equal(AppendOutcome.Duplicate, (await store.AppendAsync([record]))[0].Outcome);
        Assert.Equal(read[0], await store.FindAsync(record.System, record.Type, record.Id));
        Assert.Equal(0, UnixMicroseconds.ToTime(UnixMicroseconds.Of(read[0].ReceivedAt)).CompareTo(read[0].ReceivedAt));
    }

    [SkippableFact]
    public async Task Big_payloads_and_large_batches_come_back_whole()
    {
        await using var store = await OpenAsync();
        var big = Record(-1, payload: "\"" + new string('x', 5_000_000) + "🦉\"");
        await store.AppendAsync([big]);
        var batch = Records(0, 20_000);
        var receipts = await store.AppendAsync(batch);
        Assert.All(receipts, r => Assert.Equal(AppendOutcome.Appended, r.Outcome));
        var read = await All(store);
        Assert.Equal(big, read[0].Event);
        Assert.Equal(batch, read.Skip(1).Select(e => e.Event));
        Assert.Equal(receipts.Select(r => r.Sequence), read.Skip(1).Select(e => e.Sequence));
    }

    [SkippableFact]
    public async Task An_event_is_found_by_its_identity()
    {
        await using var store = await OpenAsync();
        await store.AppendAsync(Records(0, 5000));
        foreach (var i in new[] { 0, 17, 4999 })
        {
            var found = await store.FindAsync("shop", "Order", $"id-{i}");
            Assert.Equal(Record(i), found!.Event);
        }

        Assert.Null(await store.FindAsync("shop", "Order", "id-5000"));
        Assert.Null(await store.FindAsync("shop", "Refund", "id-17"));
        Assert.Null(await store.FindAsync("bank", "Order", "id-17"));
    }

    [SkippableFact]
    public async Task What_was_acknowledged_is_seen_at_once()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            var receipt = (await store.AppendAsync([Record(i)]))[0];
            Assert.True(store.LastSequence >= receipt.Sequence);
            Assert.Equal(Record(i), (await All(store, new() { AfterSequence = receipt.Sequence - 1 }))[0].Event);
            Assert.NotNull(await store.FindAsync("shop", "Order", $"id-{i}"));
        }
    }

    [SkippableFact]
    public async Task A_reader_that_starts_during_appends_sees_a_prefix_without_holes()
    {
        await using var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i += 20)
                await store.AppendAsync(Records(i, 20));
        });
        for (var round = 0; round < 10; round++)
        {
            var floor = store.LastSequence;
            var read = await All(store);
            Assert.True(read.Count == 0 || read[^1].Sequence >= floor);
            for (var i = 0; i < read.Count; i++)
                Assert.Equal($"{{\"n\":{i}}}", Text(read[i]));
        }

        await stop.CancelAsync();
        await writer;
    }

    [SkippableFact]
    public async Task A_cancelled_token_gives_up_and_the_store_stays_usable()
    {
        await using var store = await OpenAsync();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.AppendAsync([Record(1)], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FindAsync("s", "t", "i", cancelled));
        await store.AppendAsync(Records(1, 3000));
        using var soon = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var stored in store.ReadAsync(new(), soon.Token))
            {
                if (stored.Event.Id == "id-10")
                    await soon.CancelAsync();
            }
        });
        Assert.Equal(AppendOutcome.Duplicate, (await store.AppendAsync([Record(1)]))[0].Outcome);
        Assert.Equal(3000, (await All(store)).Count);
    }

    [SkippableFact]
    public async Task A_closed_store_says_so()
    {
        var store = await OpenAsync();
        await store.AppendAsync([Record(1)]);
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.AppendAsync([Record(2)]));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.FindAsync("shop", "Order", "id-1"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await All(store));
    }
}
