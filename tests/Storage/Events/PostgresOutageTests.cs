using System.Collections.Concurrent;
using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Storage.Postgres.Events;
using Npgsql;

namespace Bellwether.Storage.Tests.Events;

/// <summary>The server goes away and comes back under load; each test has a server of its own.</summary>
public sealed class PostgresOutageTests(PostgresCluster cluster) : IClassFixture<PostgresCluster>
{
    private static EventRecord Record(int i) => EventStoreContract.Record(i);

    [SkippableTheory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task Stopped_and_started_under_load_nothing_acknowledged_is_lost_or_doubled(string mode)
    {
        var connection = await cluster.NewSchemaAsync();
        await using var store = await PostgresEventStore.OpenAsync(connection, new() { OutcomeTimeout = TimeSpan.FromSeconds(1), RetryAfter = TimeSpan.FromMilliseconds(50) });
        var heard = new List<StoredEvent>();
        using var subscription = store.Subscribe(heard.AddRange);
        var acknowledged = new ConcurrentDictionary<int, long>();
        var unavailable = 0;
        var slowest = TimeSpan.Zero;
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = writer * 1_000_000 + i;
                while (true)
                {
                    var started = Stopwatch.GetTimestamp();
                    try
                    {
                        acknowledged[id] = (await store.AppendAsync([Record(id)]))[0].Sequence;
                        break;
                    }
                    catch (EventStoreUnavailableException away)
                    {
                        Interlocked.Increment(ref unavailable);
                        lock (heard)
                            slowest = Stopwatch.GetElapsedTime(started) is var took && took > slowest ? took : slowest;
                        await Task.Delay(away.RetryAfter);
                    }
                }
            }
        })).ToArray();

        await Task.Delay(300);
        for (var round = 0; round < 2; round++)
        {
            await cluster.StopAsync(mode);
            var before = acknowledged.Count;
            await Task.Delay(1300);
            await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await store.FindAsync("shop", "Order", "id-0"));
            await cluster.StartAsync();
            var since = Stopwatch.GetTimestamp();
            while (acknowledged.Count < before + 100)
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(20), "The store must reconnect by itself.");
                await Task.Delay(20);
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(unavailable > 0);
        Assert.True(slowest < TimeSpan.FromSeconds(10), $"An append to an absent server must be answered quickly, but one took {slowest}.");
        var read = await EventStoreContract.All(store);
        var stored = read.ToDictionary(e => e.Event.Id, e => e.Sequence);
        Assert.Equal(read.Count, stored.Count);
        Assert.Equal(acknowledged.Count, stored.Count);
        Assert.All(acknowledged, a => Assert.Equal(a.Value, stored[$"id-{a.Key}"]));
        Assert.Equal(read, heard);
    }

    [SkippableFact]
    public async Task A_connection_cut_again_and_again_during_commits_never_makes_an_outcome_up()
    {
        var connection = await cluster.NewSchemaAsync();
        await using var store = await PostgresEventStore.OpenAsync(connection);
        await using var admin = NpgsqlDataSource.Create(connection + ";Application Name=admin");
        using var stop = new CancellationTokenSource();
        var cuts = 0;
        var cutter = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(15);
                await using var cut = admin.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'bellwether'");
                cuts += (int)(long)(await cut.ExecuteScalarAsync())!;
            }
        });
        var outcomes = new ConcurrentBag<(string Id, AppendReceipt Receipt)>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                var record = Record(writer * 1000 + i);
                outcomes.Add((record.Id, (await store.AppendAsync([record]))[0]));
            }
        })));
        await stop.CancelAsync();
        await cutter;
        Assert.True(cuts > 0);
        Assert.All(outcomes, o => Assert.Equal(AppendOutcome.Appended, o.Receipt.Outcome));
        var read = await EventStoreContract.All(store);
        Assert.Equal(outcomes.Select(o => (o.Receipt.Sequence, o.Id)).Order(), read.Select(e => (e.Sequence, e.Event.Id)));
    }
}
