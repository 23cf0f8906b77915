using Bellwether.Storage.DuckDb.Events;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>SIGTERM under load.</summary>
[Collection(FaultsCollection.Name)]
public sealed class GracefulStopTests : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("bwt-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task Told_to_stop_under_load_a_server_finishes_what_it_began_writes_what_it_holds_and_exits_with_0()
    {
        var ledger = new Ledger();
        var load = new Load(ledger, "t", 2);
        for (var round = 0; round < 2; round++)
        {
            await using var server = await ServerProcess.StartAsync(_store);
            var loading = load.RunAsync(server.Url, CancellationToken.None);
            var enough = ledger.Acknowledged + 200;
            await Eventually.TrueAsync(() => ledger.Acknowledged >= enough, "a server must acknowledge what it is sent");
            var code = await server.StopAsync();
            await loading;
            Assert.True(code == 0, $"The exit code must be 0, but is {code}: {server.Said}");
        }

        Assert.All(ledger.Refusals, r => Assert.True(r.Status == 503, r.ToString()));
        await using var store = await DuckDbEventStore.OpenAsync(Path.Combine(_store, "card-fraud", "events"));
        // A graceful stop keeps even the decisions that were answered before they were durable.
        await ledger.CheckAsync(store, deferredToo: true);
    }
}
