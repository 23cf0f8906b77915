using Bellwether.Storage.Postgres.Events;
using Bellwether.Storage.Tests.Events;
using Xunit.Abstractions;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>A server on a PostgreSQL store whose server is stopped and started under load.</summary>
[Collection(FaultsCollection.Name)]
public sealed class PostgresStoppedTests(PostgresCluster cluster, ITestOutputHelper output) : IClassFixture<PostgresCluster>, IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("bwp-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [SkippableFact]
    public async Task With_PostgreSQL_stopped_a_server_refuses_outcomes_goes_on_deciding_and_recovers_by_itself_when_it_is_back()
    {
        var connection = await cluster.NewSchemaAsync();
        var ledger = new Ledger();
        var load = new Load(ledger, "g", 5);
        await using (var server = await ServerProcess.StartAsync(_store, ("BELLWETHER_STORE", connection)))
        {
            var took = await new Outage(server, ledger, load).RunAsync(() => cluster.StopAsync("immediate"), cluster.StartAsync);
            output.WriteLine($"{ledger.Refusals.Count} requests refused, {ledger.Deferred.Count} decisions answered without the store; durable again after {took.TotalSeconds:F2} s");
            Assert.Equal(0, await server.StopAsync());
        }

        await cluster.StopAsync();
        (await CommandResult.OfAsync([("BELLWETHER_STORE", connection)], "serve", "card-fraud", "--port", "0", "--store", _store))
            .Refused("PostgreSQL at", "cannot be reached", "Check the connection string and that the server is running");
        await cluster.StartAsync();

        await using (var again = await ServerProcess.StartAsync(_store, ("BELLWETHER_STORE", connection)))
        {
            await load.RunUntilAsync(again.Url, 100);
            Assert.Equal(0, await again.StopAsync());
        }

        await using var events = await PostgresEventStore.OpenAsync(connection);
        output.WriteLine($"{await ledger.CheckAsync(events, deferredToo: true)} events in the store, {ledger.Acknowledged} acknowledged");
    }
}
