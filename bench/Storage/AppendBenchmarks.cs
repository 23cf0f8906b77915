using System.Text;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;
using BenchmarkDotNet.Attributes;

namespace Bellwether.Bench.Storage;

/// <summary>What does a durable append to the embedded store cost? Payloads of 900 bytes, as a decision's; the store in the temporary folder,
/// so its disk's sync is in the figure.</summary>
[MemoryDiagnoser]
public class AppendBenchmarks
{
    private static readonly byte[] s_payload = Encoding.UTF8.GetBytes("{\"note\":\"" + new string('x', 889) + "\"}");
    private string _folder = "";
    private DuckDbEventStore _store = null!;
    private long _id;

    [GlobalSetup]
    public async Task Open()
    {
        _folder = Directory.CreateTempSubdirectory("bellwether-bench-").FullName;
        _store = await DuckDbEventStore.OpenAsync(_folder);
    }

    [GlobalCleanup]
    public async Task Close()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One event by one caller: one sync each.</summary>
    [Benchmark]
    public async Task<long> One() => (await _store.AppendAsync([Event()]))[0].Sequence;

    /// <summary>64 callers at once with one event each, per event: they share syncs.</summary>
    [Benchmark(OperationsPerInvoke = 64)]
    public async Task SixtyFourAtOnce()
    {
        var appends = new Task[64];
        for (var i = 0; i < appends.Length; i++)
            appends[i] = _store.AppendAsync([Event()]).AsTask();
        await Task.WhenAll(appends);
    }

    /// <summary>One append of 1,000 events, per event.</summary>
    [Benchmark(OperationsPerInvoke = 1_000)]
    public async Task Thousand() => await _store.AppendAsync([.. Enumerable.Range(0, 1_000).Select(_ => Event())]);

    private EventRecord Event() => new("bench", "Decision", "e" + Interlocked.Increment(ref _id).ToString(System.Globalization.CultureInfo.InvariantCulture),
        DateTimeOffset.UnixEpoch.AddYears(56), s_payload);
}
