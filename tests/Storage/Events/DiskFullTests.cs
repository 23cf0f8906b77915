using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;

namespace Bellwether.Storage.Tests.Events;

/// <summary>A file system of a few megabytes, filled to its last byte.</summary>
public sealed class DiskFullTests : IAsyncLifetime
{
    private readonly string _mount = Directory.CreateTempSubdirectory("bwf-").FullName;
    private bool _mounted;

    public async Task InitializeAsync() =>
        _mounted = OperatingSystem.IsLinux() && await Run("mount", "-t", "tmpfs", "-o", "size=40m", "bellwether-test", _mount) == 0;

    public async Task DisposeAsync()
    {
        if (_mounted)
            await Run("umount", _mount);
        Directory.Delete(_mount, recursive: true);
    }

    [SkippableFact]
    public async Task A_full_disk_refuses_appends_loses_nothing_and_is_over_when_there_is_space()
    {
        Skip.IfNot(_mounted, "A file system cannot be mounted here (run as root).");
        var options = new DuckDbEventStoreOptions
        {
            Threads = 2, SegmentBytes = 1 << 20, CheckpointBytes = 2 << 20, DrainInterval = TimeSpan.FromMilliseconds(20), RecentEvents = 10,
            RetryAfter = TimeSpan.FromMilliseconds(100), CheckpointWhenIdle = TimeSpan.FromMilliseconds(100),
        };
        var directory = Path.Combine(_mount, "store");
        var ballast = Path.Combine(_mount, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[26 << 20]);
        var acknowledged = new Dictionary<string, long>();
        await using (var store = await DuckDbEventStore.OpenAsync(directory, options))
        {
            var next = 0;
            var refused = await FillAsync(store, acknowledged, () => next++);
            Assert.Contains("Free space on its disk", refused.Message, StringComparison.Ordinal);
            Assert.Equal(options.RetryAfter, refused.RetryAfter);

            // Big and small appends are refused, what was acknowledged is still read, and repeats of it are still recognised when space is back.
            for (var i = 0; i < 20; i++)
                await Assert.ThrowsAsync<EventStoreUnavailableException>(async () => await store.AppendAsync([Padded(1_000_000 + i, 200_000)]));
            await Check(store, acknowledged);

            File.Delete(ballast);
            await RetryAsync(async () => acknowledged.Add("id--1", (await store.AppendAsync([Padded(-1, 100)]))[0].Sequence));
            foreach (var id in acknowledged.Keys.Take(3).ToArray())
            {
                var record = Padded(int.Parse(id["id-".Length..], System.Globalization.CultureInfo.InvariantCulture), 20_000);
                Assert.Equal(new AppendReceipt(AppendOutcome.Duplicate, acknowledged[id]), (await store.AppendAsync([record]))[0]);
            }

            await RetryAsync(() => store.DrainAsync());
            Assert.Null(store.DrainFault);
            await Check(store, acknowledged);
        }

        await using var again = await DuckDbEventStore.OpenAsync(directory, options);
        await Check(again, acknowledged);
    }

    private static EventRecord Padded(int i, int bytes) => EventStoreContract.Record(i, payload: '"' + Noise(i, bytes) + '"');

    /// <summary>Text that the database cannot compress away.</summary>
    private static string Noise(int seed, int length)
    {
        var state = (ulong)seed + 1;
        return string.Create(length, 0, (span, _) =>
        {
            foreach (ref var c in span)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                c = (char)('a' + ((state >> 58) % 26));
            }
        });
    }

    private static async Task<EventStoreUnavailableException> FillAsync(DuckDbEventStore store, Dictionary<string, long> acknowledged, Func<int> next)
    {
        var inARow = 0;
        while (true)
        {
            var record = Padded(next(), 20_000);
            try
            {
                acknowledged.Add(record.Id, (await store.AppendAsync([record]))[0].Sequence);
                inARow = 0;
            }
            catch (EventStoreUnavailableException full)
            {
                // Checkpoints still find a segment to give back now and then: full is when that is over.
                if (++inARow == 5)
                    return full;
                await Task.Delay(60);
            }
        }
    }

    private static async Task RetryAsync(Func<Task> action)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (EventStoreUnavailableException away) when (attempt < 50)
            {
                await Task.Delay(away.RetryAfter);
            }
        }
    }

    private static async Task Check(DuckDbEventStore store, Dictionary<string, long> acknowledged)
    {
        List<StoredEvent> read = [];
        await RetryAsync(async () => read = await EventStoreContract.All(store));
        Assert.Equal(acknowledged.Select(a => (a.Value, a.Key)).Order(), read.Select(e => (e.Sequence, e.Event.Id)));
    }

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]))!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
