using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bellwether.Data.Events;
using Bellwether.Numerics.Sketches;
using Bellwether.Storage.DuckDb.Events;
using Bellwether.Storage.Postgres.Events;

namespace Bellwether.Storage.Tests.Events;

/// <summary>Acknowledged appends per second and their latencies: 64 concurrent appenders of single events with payloads of 600 bytes.</summary>
internal static class AppendBench
{
    private static readonly byte[] s_payload = Encoding.UTF8.GetBytes("{\"note\":\"" + new string('x', 589) + "\"}");

    public static async Task RunAsync(string what)
    {
        if (what == "postgres")
        {
            var cluster = new PostgresCluster();
            await cluster.InitializeAsync();
            try
            {
                await using var store = await PostgresEventStore.OpenAsync(await cluster.NewSchemaAsync());
                await Load(store, "warm-up", TimeSpan.FromSeconds(3));
                for (var i = 0; i < 3; i++)
                    await Load(store, "postgres, 64 appenders", TimeSpan.FromSeconds(5));
            }
            finally
            {
                await cluster.DisposeAsync();
            }

            return;
        }

        if (what == "control")
        {
            // The same load with nothing behind it: what the machine and its other work cost by themselves.
            await using var groups = new GroupCommit("nothing", _ => { });
            for (var i = 0; i < 3; i++)
                await Load(records => groups.AppendAsync(EventIntake.Take(records)), "control, 64 appenders", TimeSpan.FromSeconds(5));

            // And with the least that durability takes: one write and one sync of as many bytes.
            var file = Path.GetTempFileName();
            using (var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite))
            {
                var position = 0L;
                var bytes = new byte[1 << 20];
                await using var synced = new GroupCommit("bare file", group =>
                {
                    var count = Math.Min(bytes.Length, group.Count * 680);
                    RandomAccess.Write(handle, bytes.AsSpan(0, count), position);
                    RandomAccess.FlushToDisk(handle);
                    position += count;
                });
                for (var i = 0; i < 3; i++)
                    await Load(records => synced.AppendAsync(EventIntake.Take(records)), "bare write and sync, 64 appenders", TimeSpan.FromSeconds(5));
            }

            File.Delete(file);
            return;
        }

        var directory = Directory.CreateTempSubdirectory("bwb-").FullName;
        try
        {
            await using var store = await DuckDbEventStore.OpenAsync(directory);
            await Load(store, "warm-up", TimeSpan.FromSeconds(3));
            if (what == "journal")
            {
                for (var i = 0; i < 3; i++)
                    await Load(store, "journal, 64 appenders", TimeSpan.FromSeconds(5));
            }
            else
            {
                await Drain(store);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>One million events in batches, while one appender of single events measures what it waits.</summary>
    private static async Task Drain(DuckDbEventStore store)
    {
        using var stop = new CancellationTokenSource();
        var latency = new LatencyHistogram();
        var slowest = TimeSpan.Zero;
        var probe = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await store.AppendAsync([Event("probe", i)]);
                var took = Stopwatch.GetElapsedTime(started);
                latency.Record(took);
                slowest = took > slowest ? took : slowest;
                await Task.Delay(1);
            }
        });
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < 1_000_000; i += 100)
        {
            await store.AppendAsync([.. Enumerable.Range(i, 100).Select(n => Event("bulk", n))]);
            while (store.UndrainedEvents > 200_000)
                await Task.Delay(5);
        }

        var appended = Stopwatch.GetElapsedTime(begin);
        await store.DrainAsync();
        await stop.CancelAsync();
        await probe;
        Report("single appends while 1M events drain", latency, slowest, appended);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1M events appended in {appended.TotalSeconds:F1} s, drained and checkpointed after {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s"));
    }

    private static Task Load(IEventStore store, string name, TimeSpan duration) => Load(records => store.AppendAsync(records), name, duration);

    private static async Task Load(Func<EventRecord[], ValueTask<IReadOnlyList<AppendReceipt>>> append, string name, TimeSpan duration)
    {
        var latency = new LatencyHistogram();
        var slowest = TimeSpan.Zero;
        var gate = new Lock();
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            var worst = TimeSpan.Zero;
            for (var i = 0; Stopwatch.GetElapsedTime(begin) < duration; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await append([Event(string.Create(CultureInfo.InvariantCulture, $"{begin}-{writer}"), i)]);
                var took = Stopwatch.GetElapsedTime(started);
                latency.Record(took);
                worst = took > worst ? took : worst;
            }

            lock (gate)
                slowest = worst > slowest ? worst : slowest;
        })));
        Report(name, latency, slowest, Stopwatch.GetElapsedTime(begin));
    }

    private static EventRecord Event(string prefix, int i) =>
        new("bench", "Order", string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i}"), DateTimeOffset.UnixEpoch.AddSeconds(i), s_payload);

    private static void Report(string name, LatencyHistogram latency, TimeSpan slowest, TimeSpan took) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name}: {latency.Count / took.TotalSeconds:F0}/s, p50 {latency.QuantileNanoseconds(0.5) / 1e6:F2} ms, p99 {latency.QuantileNanoseconds(0.99) / 1e6:F2} ms, p99.9 {latency.QuantileNanoseconds(0.999) / 1e6:F2} ms, max {slowest.TotalMilliseconds:F1} ms ({latency.Count} appends)"));
}
