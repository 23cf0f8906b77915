using System.Diagnostics;
using System.Net;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>What a server must do while its store is away, whatever the store is, and when it is back.</summary>
internal sealed class Outage(ServerProcess server, Ledger ledger, Load load)
{
    /// <summary>Loads the server, takes its store away under the load, and gives it back.</summary>
    /// <param name="away">Takes the store away.</param>
    /// <param name="back">Gives it back.</param>
    /// <returns>How long it took from the store's return until outcomes and decisions were durable again.</returns>
    public async Task<TimeSpan> RunAsync(Func<Task> away, Func<Task> back)
    {
        await load.RunUntilAsync(server.Url, 200);
        Assert.Empty(ledger.Refusals);

        using var stop = new CancellationTokenSource();
        var loading = load.RunAsync(server.Url, stop.Token);
        await away();
        var waiting = ledger.Deferred.Count;
        await Eventually.TrueAsync(() => ledger.Refusals.Count >= 10, "outcomes must be refused while the store is away");
        await Eventually.TrueAsync(() => ledger.Deferred.Count >= waiting + 50, "decisions must be answered while the store is away");
        await IsReadyAsync();
        Assert.True((await server.StateAsync()).GetProperty("log").GetProperty("backlog").GetInt64() > 0);

        await back();
        var since = Stopwatch.GetTimestamp();
        var (decided, told) = (ledger.Decided.Count, ledger.Told.Count);
        await Eventually.TrueAsync(() => ledger.Decided.Count >= decided + 50 && ledger.Told.Count >= told + 20, "decisions and outcomes must be durable again when the store is back");
        var took = Stopwatch.GetElapsedTime(since);
        await stop.CancelAsync();
        await loading;
        await server.BacklogIsEmptyAsync();
        Assert.Equal(0, (await server.StateAsync()).GetProperty("log").GetProperty("lost").GetInt64());

        // Decisions were answered throughout; outcomes were refused in so many words, with the time to come again.
        Assert.All(ledger.Refusals, r => Assert.True(r.IsClear503 && r.Path.EndsWith("/outcomes", StringComparison.Ordinal), r.ToString()));
        return took;
    }

    /// <summary>A server whose store is away still decides: a load balancer that took it out would take decisions away.</summary>
    private async Task IsReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }
}
