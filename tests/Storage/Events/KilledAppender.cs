using System.Text;
using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;

namespace Bellwether.Storage.Tests.Events;

/// <summary>Appends batches from several tasks for ever and prints every acknowledged event, until somebody kills the process.</summary>
internal static class KilledAppender
{
    public const int Writers = 4;

    /// <summary>Small parts, so that a kill meets every stage: group, rotation, drain, checkpoint, deletion of segments.</summary>
    public static DuckDbEventStoreOptions Options => new()
    {
        Threads = 2, SegmentBytes = 200_000, CheckpointBytes = 150_000, DrainInterval = TimeSpan.FromMilliseconds(5), DrainBatchEvents = 300,
        RecentEvents = 50, CheckpointWhenIdle = TimeSpan.FromMilliseconds(50),
    };

    /// <summary>How many events a batch has: known to the reader, who checks that batches are whole.</summary>
    public static int SizeOf(int batch) => 1 + (batch % 7);

    public static async Task RunAsync(string directory, string round)
    {
        await using var store = await DuckDbEventStore.OpenAsync(directory, Options);
        await using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var batch = 0; ; batch++)
            {
                var events = Enumerable.Range(0, SizeOf(batch)).Select(i => EventOf($"{round}.{writer}.{batch}.{i}")).ToArray();
                var receipts = await store.AppendAsync(events);
                var lines = new StringBuilder();
                for (var i = 0; i < events.Length; i++)
                    lines.Append(events[i].Id).Append(' ').Append(receipts[i].Sequence).Append(' ').Append(receipts[i].Outcome).Append('\n');
                lock (gate)
                    output.Write(Encoding.UTF8.GetBytes(lines.ToString()));
            }
        })));
    }

    public static EventRecord EventOf(string id) =>
        new("shop", "Order", id, DateTimeOffset.UnixEpoch.AddSeconds(id.Length), Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",\"pad\":\"{new string('x', 40 * id.Length)}\"}}"));
}
