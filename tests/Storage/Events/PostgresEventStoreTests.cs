using Bellwether.Data.Events;
using Bellwether.Storage.Postgres.Events;
using Npgsql;

namespace Bellwether.Storage.Tests.Events;

[Collection(PostgresCollection.Name)]
public sealed class PostgresEventStoreTests(PostgresCluster cluster) : EventStoreContract
{
    private string? _connection;

    protected override async Task<IEventStore> OpenAsync() => await Open();

    private async Task<PostgresEventStore> Open() =>
        await PostgresEventStore.OpenAsync(_connection ??= await cluster.NewSchemaAsync(), new() { PollInterval = TimeSpan.FromMilliseconds(50) });

    [SkippableFact]
    public async Task Two_processes_share_one_log_and_hear_each_other()
    {
        await using var here = await Open();
        await using var there = await Open();
        var heard = new List<StoredEvent>();
        using var subscription = here.Subscribe(batch =>
        {
            lock (heard)
                heard.AddRange(batch);
        });
        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, 200).Select(i => here.AppendAsync([Record(i)]).AsTask())),
            Task.WhenAll(Enumerable.Range(150, 200).Select(i => there.AppendAsync([Record(i)]).AsTask())));
        var last = (await there.AppendAsync([Record(1000)]))[0];
        for (var i = 0; i < 200 && here.LastSequence < last.Sequence; i++)
            await Task.Delay(20);
        var read = await All(here);
        Assert.Equal(351, read.Count);
        lock (heard)
            Assert.Equal(read, heard);
    }

    [SkippableFact]
    public async Task Stores_that_start_together_create_the_tables_once()
    {
        _connection = await cluster.NewSchemaAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Open()));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_log_of_a_newer_version_is_refused()
    {
        await (await Open()).DisposeAsync();
        await using (var source = NpgsqlDataSource.Create(_connection!))
        await using (var command = source.CreateCommand("INSERT INTO bellwether_schema VALUES (99)"))
            await command.ExecuteNonQueryAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(Open);
        Assert.Contains("must have version 1 or less, but has 99", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_server_that_is_not_there_is_reported_quickly()
    {
        Skip.If(PostgresCluster.Binaries is null, "PostgreSQL is not installed (apt-get install postgresql).");
        var error = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => PostgresEventStore.OpenAsync("Host=127.0.0.1;Port=1;Username=x"));
        Assert.Contains("127.0.0.1:1 cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.True(error.RetryAfter > TimeSpan.Zero);
    }
}
