using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;

namespace Bellwether.Storage.Tests.Events;

/// <summary>The embedded store with its defaults: tests mostly meet the tail in memory.</summary>
public class DuckDbEventStoreTests : EventStoreContract, IDisposable
{
    protected string StoreDirectory { get; } = Directory.CreateTempSubdirectory("bws-").FullName;

    protected virtual DuckDbEventStoreOptions Options => new() { Threads = 2 };

    protected override async Task<IEventStore> OpenAsync() => await Open();

    protected Task<DuckDbEventStore> Open() => DuckDbEventStore.OpenAsync(StoreDirectory, Options);

    public void Dispose()
    {
        Directory.Delete(StoreDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_second_opening_is_refused_and_names_the_owner()
    {
        await using (await Open())
        {
            var error = await Assert.ThrowsAsync<IOException>(Open);
            Assert.Contains($"process {Environment.ProcessId} has it open", error.Message, StringComparison.Ordinal);
        }

        await (await Open()).DisposeAsync();
    }

    [Fact]
    public async Task Drained_events_are_in_the_table_for_analytics()
    {
        await using var store = await Open();
        await store.AppendAsync(Enumerable.Range(0, 1000).Select(i => Record(i, payload: $"{{\"amount\":{i}}}")).ToArray());
        await store.DrainAsync();
        Assert.Equal(0, store.UndrainedEvents);
        using var connection = store.Database.Connect();
        Assert.Equal(499500L, connection.Scalar("SELECT sum((payload->>'$.amount')::BIGINT)::BIGINT FROM events"));
        Assert.Equal(1000L, connection.Scalar("SELECT count(*) FROM events WHERE time >= TIMESTAMP '2026-03-01 12:00:00' AND sequence BETWEEN 1 AND 1000"));
    }

    [Fact]
    public async Task What_the_database_already_holds_is_not_written_twice_when_the_journal_is_replayed()
    {
        await using (var store = await Open())
            await store.AppendAsync(Records(0, 3000));
        for (var round = 0; round < 3; round++)
        {
            await using var again = await Open();
            await again.AppendAsync(Records(3000 + round, 1));
            await again.DrainAsync();
            using var connection = again.Database.Connect();
            Assert.Equal(3001L + round, connection.Scalar("SELECT count(*) FROM events"));
            Assert.Equal(3001L + round, connection.Scalar("SELECT count(DISTINCT sequence) FROM events"));
        }
    }

    [Fact]
    public async Task A_reader_keeps_going_while_events_move_from_the_tail_into_the_database()
    {
        await using var store = await Open();
        await store.AppendAsync(Records(0, 5000));
        var read = new List<StoredEvent>();
        await foreach (var stored in store.ReadAsync(new()))
        {
            read.Add(stored);
            if (read.Count == 100)
            {
                await store.AppendAsync(Records(5000, 5000));
                await store.DrainAsync();
            }
        }

        Assert.Equal(Enumerable.Range(1, 5000).Select(i => (long)i), read.Select(e => e.Sequence));
        Assert.Equal(Records(0, 5000), read.Select(e => e.Event));
    }

    [Fact]
    public async Task A_damaged_database_log_can_be_moved_away_because_the_journal_holds_what_it_held()
    {
        var copy = StoreDirectory + "-copy";
        await using (var store = await DuckDbEventStore.OpenAsync(StoreDirectory, Options with { CheckpointWhenIdle = TimeSpan.FromHours(1), DrainInterval = TimeSpan.FromMilliseconds(5) }))
        {
            await store.AppendAsync(Records(0, 500));
            await store.DrainAsync();
            await store.AppendAsync(Records(500, 500));
            while (store.UndrainedEvents > 0)
                await Task.Delay(5);
            // What a crash at this moment would leave; the owner's own locks would suffer if the database file were copied in this process.
            using var cp = System.Diagnostics.Process.Start("cp", ["-r", StoreDirectory, copy]);
            await cp.WaitForExitAsync();
        }

        try
        {
            var wal = Path.Combine(copy, DuckDbEventStore.DatabaseFile + ".wal");
            var bytes = await File.ReadAllBytesAsync(wal);
            bytes[bytes.Length / 2] ^= 1;
            await File.WriteAllBytesAsync(wal, bytes);
            var error = await Assert.ThrowsAsync<EventStoreCorruptException>(() => DuckDbEventStore.OpenAsync(copy, Options));
            Assert.Contains("move that one file away", error.Message, StringComparison.Ordinal);
            File.Move(wal, wal + ".damaged");
            await using var again = await DuckDbEventStore.OpenAsync(copy, Options);
            Assert.Equal(Records(0, 1000), (await All(again)).Select(e => e.Event));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public async Task A_backup_taken_under_load_holds_everything_acknowledged_before_it_and_opens_as_a_store()
    {
        var restored = StoreDirectory + "-restored";
        Directory.CreateDirectory(restored);
        try
        {
            await using (var store = await Open())
            {
                await store.AppendAsync(Records(0, 500));
                using var stop = new CancellationTokenSource();
                var writer = Task.Run(async () =>
                {
                    for (var i = 500; !stop.IsCancellationRequested; i++)
                        await store.AppendAsync([Record(i)]);
                });
                var file = Path.Combine(restored, DuckDbEventStore.DatabaseFile);
                await store.BackupAsync(file);
                await stop.CancelAsync();
                await writer;
                var error = await Assert.ThrowsAsync<IOException>(() => store.BackupAsync(file));
                Assert.Contains("must not exist", error.Message, StringComparison.Ordinal);
            }

            await using var again = await DuckDbEventStore.OpenAsync(restored, Options);
            var read = await All(again);
            Assert.True(read.Count >= 500);
            Assert.Equal(Records(0, read.Count), read.Select(e => e.Event));
            Assert.Equal(AppendOutcome.Duplicate, (await again.AppendAsync([Record(3)]))[0].Outcome);
            Assert.Equal(read.Count + 1, (await again.AppendAsync([Record(-1)]))[0].Sequence);
        }
        finally
        {
            Directory.Delete(restored, recursive: true);
        }
    }

    [Fact]
    public async Task A_database_that_cannot_keep_up_ends_in_a_clear_refusal_not_in_memory_without_end()
    {
        await using var store = await DuckDbEventStore.OpenAsync(StoreDirectory, Options with { MaximumUndrainedBytes = 1 << 20, DrainInterval = TimeSpan.FromHours(1) });
        var accepted = 0;
        var error = await Assert.ThrowsAsync<EventStoreUnavailableException>(async () =>
        {
            for (; accepted < 100; accepted++)
                await store.AppendAsync([Record(accepted, payload: '"' + new string('x', 100_000) + '"')]);
        });
        Assert.InRange(accepted, 5, 30);
        Assert.Contains("wait for it in memory and in the journal", error.Message, StringComparison.Ordinal);
        await store.DrainAsync();
        await store.AppendAsync([Record(accepted)]);
        Assert.Equal(accepted + 1, (await All(store)).Count);
    }
}

/// <summary>The same laws where nearly every event has left the memory for the database, in small transactions and segments.</summary>
public sealed class DuckDbEventStoreOfSmallPartsTests : DuckDbEventStoreTests
{
    protected override DuckDbEventStoreOptions Options => new()
    {
        Threads = 2, RecentEvents = 3, DrainInterval = TimeSpan.FromMilliseconds(1), DrainBatchEvents = 70, SegmentBytes = 4096,
        CheckpointBytes = 100_000, CheckpointWhenIdle = TimeSpan.FromMilliseconds(20),
    };
}
