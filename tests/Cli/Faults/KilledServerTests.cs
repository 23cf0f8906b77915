using System.Text.Json;
using Bellwether.Numerics.Random;
using Bellwether.Storage.DuckDb.Events;
using Xunit.Abstractions;

namespace Bellwether.Cli.Tests.Faults;

/// <summary>SIGKILL at random moments: 8 times, or 50 times when the environment says BELLWETHER_LONG=1.</summary>
[Collection(FaultsCollection.Name)]
public sealed class KilledServerTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("bwk-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task Killed_at_random_moments_under_load_a_server_loses_nothing_acknowledged_and_starts_again_by_itself()
    {
        var kills = Environment.GetEnvironmentVariable("BELLWETHER_LONG") == "1" ? 50 : 8;
        var random = new RandomStream(new Seed(20261120));
        var ledger = new Ledger();
        var load = new Load(ledger, "k", 1);
        var starts = new List<TimeSpan>();
        for (var kill = 0; kill < kills; kill++)
        {
            await using var server = ServerProcess.Launch(_store);
            if (kill % 6 == 0)
            {
                // While it comes up: it makes its store and its registry then, or reads them.
                await Task.Delay(TimeSpan.FromMilliseconds(100 + (1200 * random.NextDouble())));
                await server.KillAsync();
                continue;
            }

            await server.ListenAsync();
            starts.Add(server.StartTime);
            var loading = load.RunAsync(server.Url, CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(50 + (1950 * random.NextDouble())));
            await server.KillAsync();
            await loading;
        }

        await using (var last = await ServerProcess.StartAsync(_store))
        {
            starts.Add(last.StartTime);
            var repeated = await RepeatAsync(ledger, last.Url);
            await load.RunUntilAsync(last.Url, 100);
            Assert.Equal(0, await last.StopAsync());
            Assert.True(repeated > 5, $"Decisions must have been asked for again, but only {repeated} were.");
        }

        Assert.Empty(ledger.Refusals);
        Assert.True(ledger.Acknowledged > kills * 20, $"The load must be a load, but only {ledger.Acknowledged} requests were acknowledged.");
        await using var store = await DuckDbEventStore.OpenAsync(Path.Combine(_store, "card-fraud", "events"));
        var held = await ledger.CheckAsync(store);
        output.WriteLine($"{kills} kills; {ledger.Decided.Count} decisions and {ledger.Told.Count} outcomes acknowledged, none lost; {ledger.Deferred.Count} decisions said durable: false; "
            + $"{held} events in the store; start {starts.Min(s => s.TotalSeconds):F2} to {starts.Max(s => s.TotalSeconds):F2} s, mean {starts.Average(s => s.TotalSeconds):F2} s, the last {starts[^1].TotalSeconds:F2} s");
    }

    /// <summary>Asks again for decisions that were acknowledged before the kills: each is answered as it was, and says that it is a repeat. A server that does not
    /// reach its log within the deadline decides anew and says so: on a machine that is busy with other tests this may happen, rarely.</summary>
    private static async Task<int> RepeatAsync(Ledger ledger, Uri server)
    {
        using var http = new HttpClient { BaseAddress = server };
        var (repeated, late) = (0, 0);
        foreach (var (id, first) in ledger.Decided.OrderBy(d => d.Key, StringComparer.Ordinal).Where((_, i) => i % 7 == 0).Take(500))
        {
            var work = ledger.Again(id);
            using var content = new ByteArrayContent(work.Body);
            content.Headers.ContentType = new("application/json");
            using var response = await http.PostAsync(work.Path, content);
            using var again = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            if (!again.RootElement.GetProperty("durable").GetBoolean())
            {
                late++;
                continue;
            }

            Assert.True(again.RootElement.TryGetProperty("repeated", out _), $"{id} was acknowledged, but is decided anew: {again.RootElement}");
            foreach (var property in new[] { "id", "decision", "level", "arm", "model", "score", "durable" })
                Assert.True(JsonElement.DeepEquals(first.GetProperty(property), again.RootElement.GetProperty(property)), $"{property} of {id}: {first} and then {again.RootElement}");
            repeated++;
        }

        Assert.True(late <= 5 + (repeated / 20), $"{late} of {late + repeated} repeats did not reach the log in time.");
        return repeated;
    }
}
