using Bellwether.Numerics.Random;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>Several clients that decide and tell outcomes as fast as they are answered, and write down what they were told.</summary>
/// <remarks>A request without an answer is sent again to the next server, with the same ids, as a careful client does.</remarks>
internal sealed class Load(Ledger ledger, string name, ulong seed, int clients = 6)
{
    private readonly LoadClient[] _clients = [.. Enumerable.Range(0, clients).Select(i => new LoadClient(ledger, $"{name}{i}", new Seed(seed).Derive($"client {i}")))];

    /// <summary>Runs all clients until they are stopped, or the server is gone.</summary>
    public async Task RunAsync(Uri server, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(40) };
        await Task.WhenAll(_clients.Select(c => Task.Run(() => c.RunAsync(http, stop), CancellationToken.None)));
    }

    /// <summary>Runs all clients until so many more decisions and outcomes are acknowledged.</summary>
    public async Task RunUntilAsync(Uri server, int acknowledged)
    {
        using var stop = new CancellationTokenSource();
        var enough = ledger.Acknowledged + acknowledged;
        var loading = RunAsync(server, stop.Token);
        await Eventually.TrueAsync(() => ledger.Acknowledged >= enough, "a server must acknowledge what it is sent");
        await stop.CancelAsync();
        await loading;
    }
}
