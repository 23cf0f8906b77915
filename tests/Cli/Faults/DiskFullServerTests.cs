using Bellwether.Storage.DuckDb.Events;
using Xunit.Abstractions;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>The disk under a served store is filled to its last byte under load.</summary>
[Collection(FaultsCollection.Name)]
public sealed class DiskFullServerTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task With_its_disk_full_a_server_refuses_outcomes_goes_on_deciding_and_recovers_by_itself_when_there_is_space()
    {
        await using var disk = await SmallDisk.MountAsync(64);
        Skip.If(disk is null, "A file system cannot be mounted here (run as root).");
        var store = Path.Combine(disk.Folder, "store");
        var ledger = new Ledger();
        var load = new Load(ledger, "d", 4);
        await using (var server = await ServerProcess.StartAsync(store))
        {
            var took = await new Outage(server, ledger, load).RunAsync(
                () =>
                {
                    disk.Fill();
                    return Task.CompletedTask;
                },
                disk.FreeAsync);
            output.WriteLine($"{ledger.Refusals.Count} requests refused, {ledger.Deferred.Count} decisions answered without the store; durable again after {took.TotalSeconds:F2} s");
            Assert.Equal(0, await server.StopAsync());
        }

        await using (var again = await ServerProcess.StartAsync(store))
        {
            await load.RunUntilAsync(again.Url, 100);
            Assert.Equal(0, await again.StopAsync());
        }

        await using var events = await DuckDbEventStore.OpenAsync(Path.Combine(store, "card-fraud", "events"));
        output.WriteLine($"{await ledger.CheckAsync(events, deferredToo: true)} events in the store, {ledger.Acknowledged} acknowledged");
    }

    [SkippableFact]
    public async Task Told_to_stop_with_its_disk_full_a_server_says_what_is_not_kept_and_keeps_what_it_acknowledged()
    {
        await using var disk = await SmallDisk.MountAsync(64);
        Skip.If(disk is null, "A file system cannot be mounted here (run as root).");
        var store = Path.Combine(disk.Folder, "store");
        var ledger = new Ledger();
        var load = new Load(ledger, "e", 6);
        await using (var server = await ServerProcess.StartAsync(store))
        {
            await load.RunUntilAsync(server.Url, 100);
            disk.Fill();
            using var stop = new CancellationTokenSource();
            var loading = load.RunAsync(server.Url, stop.Token);
            await Eventually.TrueAsync(() => ledger.Deferred.Count >= 50, "decisions must be answered while the disk is full");
            await stop.CancelAsync();
            await loading;
            Assert.Equal(1, await server.StopAsync());
            Assert.Matches("card-fraud stops while its event store is away: [1-9][0-9]* decisions that were answered", server.Said);
        }

        await disk.FreeAsync();
        await using (var again = await ServerProcess.StartAsync(store))
            Assert.Equal(0, await again.StopAsync());
        await using var events = await DuckDbEventStore.OpenAsync(Path.Combine(store, "card-fraud", "events"));
        Assert.True(await ledger.CheckAsync(events) >= ledger.Acknowledged);
    }
}
