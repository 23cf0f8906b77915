using System.Diagnostics;
using Bellwether.Numerics.Random;
using Bellwether.Storage.DuckDb.Events;

namespace Bellwether.Storage.Tests.Events;

public sealed class KilledProcessTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bwk-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Killed_at_random_moments_under_load_no_acknowledged_event_is_lost_doubled_or_halved()
    {
        var kills = Environment.GetEnvironmentVariable("BELLWETHER_LONG") == "1" ? 50 : 10;
        var random = new RandomStream(new Seed(20261120));
        var acknowledged = new Dictionary<string, long>();
        for (var round = 0; round < kills; round++)
        {
            await KillOne(round, random.NextDouble(), acknowledged);
            await using var store = await DuckDbEventStore.OpenAsync(_directory, KilledAppender.Options);
            await Check(store, acknowledged);
            // The store works on: and the events of this process are acknowledged events, too.
            var mine = KilledAppender.EventOf($"parent.{round}");
            acknowledged[mine.Id] = (await store.AppendAsync([mine]))[0].Sequence;
        }

        Assert.True(acknowledged.Count > kills * 20, $"The load must be a load, but only {acknowledged.Count} events were acknowledged.");
    }

    private async Task KillOne(int round, double moment, Dictionary<string, long> acknowledged)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, "append", _directory, $"r{round}"]) { RedirectStandardOutput = true };
        using var child = Process.Start(start)!;
        var first = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.Split(' ') is [var id, var sequence, "Appended"])
                    acknowledged.Add(id, long.Parse(sequence, System.Globalization.CultureInfo.InvariantCulture));
                first.TrySetResult();
            }

            first.TrySetResult();
        });
        await first.Task;
        if (round == 0)
        {
            var error = await Assert.ThrowsAsync<IOException>(() => DuckDbEventStore.OpenAsync(_directory, KilledAppender.Options));
            Assert.Contains($"process {child.Id} has it open", error.Message, StringComparison.Ordinal);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(5 + (400 * moment)));
        child.Kill();
        await child.WaitForExitAsync();
        await reading;
    }

    private static async Task Check(DuckDbEventStore store, Dictionary<string, long> acknowledged)
    {
        var read = await EventStoreContract.All(store);
        for (var i = 1; i < read.Count; i++)
            Assert.Equal(read[i - 1].Sequence + 1, read[i].Sequence);
        var stored = read.ToDictionary(e => e.Event.Id);
        Assert.Equal(read.Count, stored.Count);
        foreach (var (id, sequence) in acknowledged)
        {
            Assert.True(stored.TryGetValue(id, out var held), $"Event {id} was acknowledged as {sequence} and is lost.");
            Assert.Equal(sequence, held.Sequence);
            Assert.Equal(KilledAppender.EventOf(id), held.Event);
        }

        foreach (var batch in read.Select(e => e.Event.Id.Split('.')).Where(id => id.Length == 4).GroupBy(id => (id[0], id[1], Batch: int.Parse(id[2], System.Globalization.CultureInfo.InvariantCulture))))
            Assert.Equal(KilledAppender.SizeOf(batch.Key.Batch), batch.Count());
        await store.DrainAsync();
        using var connection = store.Database.Connect();
        Assert.Equal((long)read.Count, connection.Scalar("SELECT count(DISTINCT sequence) FROM events"));
        Assert.Equal((long)read.Count, connection.Scalar("SELECT count(*) FROM events"));
    }
}
