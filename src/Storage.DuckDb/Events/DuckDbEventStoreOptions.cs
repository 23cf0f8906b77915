using Bellwether.Numerics;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>How the embedded event store uses disk and memory.</summary>
public sealed record DuckDbEventStoreOptions
{
    /// <summary>A journal segment is closed when it has this many bytes; 64 MiB.</summary>
    public int SegmentBytes { get; init => field = Require.InRange(value, 4096, 1 << 30); } = 64 << 20;

    /// <summary>Appends are refused while events of this many bytes wait in memory for the database, because it cannot take them; 512 MiB.</summary>
    public long MaximumUndrainedBytes { get; init => field = Require.InRange(value, 1L << 20, long.MaxValue); } = 512L << 20;

    /// <summary>How many events already in the database stay in memory as well, for readers that follow the log and for retries; 50,000.</summary>
    public int RecentEvents { get; init => field = Require.NotNegative(value); } = 50_000;

    /// <summary>The most events of one transaction into the database; 20,000.</summary>
    public int DrainBatchEvents { get; init => field = Require.Positive(value); } = 20_000;

    /// <summary>How long events may wait for more before they move into the database; 200 ms.</summary>
    public TimeSpan DrainInterval { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(200);

    /// <summary>The database is checkpointed, and journal segments are deleted, after this many bytes of events; 128 MiB.</summary>
    public long CheckpointBytes { get; init => field = Require.InRange(value, 1L, long.MaxValue); } = 128L << 20;

    /// <summary>The database is also checkpointed after this long without new events; 5 s.</summary>
    public TimeSpan CheckpointWhenIdle { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait after the database or the disk failed before trying again, and what callers are told; 1 s.</summary>
    public TimeSpan RetryAfter { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The memory limit of DuckDB in MiB; 1,024.</summary>
    public int MemoryLimitMebibytes { get; init => field = Require.InRange(value, 64, int.MaxValue); } = 1024;

    /// <summary>The threads of DuckDB; a quarter of the processors, at least one: its work must not stand in the way of decisions. With a single
    /// one nothing waits by spinning.</summary>
    public int Threads { get; init => field = Require.Positive(value); } = Math.Max(1, Environment.ProcessorCount / 4);
}
