using System.Globalization;
using Bellwether.Numerics;

namespace Bellwether.Storage.DuckDb;

/// <summary>What database to open and how. Two openings of one file in one process share an instance only with equal options.</summary>
/// <param name="Path">The file, made when there is none; <c>:memory:</c> for a database of its own that is gone when it is closed.</param>
public sealed record DuckDbOptions(string Path)
{
    /// <summary>The path that stands for a database in memory.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The file, or <see cref="InMemory"/>.</summary>
    public string Path { get; init => field = Require.NotBlank(value); } = Path;

    /// <summary>Reading and writing by default.</summary>
    public DuckDbAccess Access { get; init; }

    /// <summary>The most memory for buffers, hash tables and sorts, in mebibytes; what exceeds it is spilled to <see cref="TempDirectory"/>.
    /// DuckDB knows nothing of the managed heap (its own default of 80 % of the machine would starve it), so the default is a quarter of
    /// the memory that the runtime sees, at least 256.</summary>
    public int MemoryLimitMebibytes { get; init => field = Require.InRange(value, 16, int.MaxValue); } =
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 >> 20, 256, int.MaxValue);

    /// <summary>Worker threads of the instance; the number of processors by default (more was measured to be slower).</summary>
    public int Threads { get; init => field = Require.Positive(value); } = Environment.ProcessorCount;

    /// <summary>The size of the write-ahead log at which a COMMIT also checkpoints, in mebibytes. 64 by default: DuckDB's own 16 makes
    /// large batches half as fast, and the checkpoint's pause falls on one unlucky commit.</summary>
    public int CheckpointThresholdMebibytes { get; init => field = Require.Positive(value); } = 64;

    /// <summary>Where what exceeds the memory limit is spilled; next to the file by default, in the system's folder for temporary files
    /// for a database in memory. Made when needed.</summary>
    public string? TempDirectory { get; init; }

    internal bool IsInMemory => Path == InMemory;

    internal IEnumerable<(string Name, string Value)> Settings()
    {
        yield return ("access_mode", Access == DuckDbAccess.ReadOnly ? "READ_ONLY" : IsInMemory ? "AUTOMATIC" : "READ_WRITE");
        yield return ("memory_limit", string.Create(CultureInfo.InvariantCulture, $"{MemoryLimitMebibytes}MiB"));
        yield return ("threads", Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("checkpoint_threshold", string.Create(CultureInfo.InvariantCulture, $"{CheckpointThresholdMebibytes}MiB"));
        yield return ("temp_directory", TempDirectory ?? (IsInMemory
            ? System.IO.Path.Combine(System.IO.Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"bellwether-duckdb-{Environment.ProcessId}"))
            : System.IO.Path.GetFullPath(Path) + ".tmp"));
        // A missing extension would otherwise be downloaded in the middle of a query.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
    }
}
