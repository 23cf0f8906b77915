using System.Data.Common;
using System.Globalization;

namespace Bellwether.Storage.DuckDb;

/// <summary>Connection strings such as <c>Data Source=bellwether.duckdb;Memory Limit MiB=1024</c>: one key per property of
/// <see cref="DuckDbOptions"/>. An unknown key is refused when it is used.</summary>
public sealed class DuckDbConnectionStringBuilder : DbConnectionStringBuilder
{
    private const string Source = "Data Source", AccessKey = "Access", Memory = "Memory Limit MiB", ThreadsKey = "Threads",
        Threshold = "Checkpoint Threshold MiB", Temp = "Temp Directory";

    private static readonly string[] s_keys = [Source, AccessKey, Memory, ThreadsKey, Threshold, Temp];

    /// <summary>An empty connection string: a database in memory.</summary>
    public DuckDbConnectionStringBuilder()
    {
    }

    /// <summary>A parsed connection string.</summary>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    public DuckDbConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    /// <summary>The file, or <c>:memory:</c>.</summary>
    public string DataSource
    {
        get => TryGetValue(Source, out var value) && value is string { Length: > 0 } path ? path : DuckDbOptions.InMemory;
        set => this[Source] = value;
    }

    /// <summary>The options that the string stands for.</summary>
    /// <exception cref="ArgumentException">A key is unknown or its value is out of range.</exception>
    public DuckDbOptions ToOptions()
    {
        foreach (string key in Keys)
            if (!s_keys.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw new ArgumentException($"A DuckDB connection string has the keys {string.Join(", ", s_keys)}, but not '{key}'.");
        var options = new DuckDbOptions(DataSource);
        if (TryGetValue(AccessKey, out var access))
            options = options with { Access = Enum.Parse<DuckDbAccess>((string)access, ignoreCase: true) };
        if (TryGetValue(Memory, out var memory))
            options = options with { MemoryLimitMebibytes = Whole(Memory, memory) };
        if (TryGetValue(ThreadsKey, out var threads))
            options = options with { Threads = Whole(ThreadsKey, threads) };
        if (TryGetValue(Threshold, out var threshold))
            options = options with { CheckpointThresholdMebibytes = Whole(Threshold, threshold) };
        if (TryGetValue(Temp, out var temp))
            options = options with { TempDirectory = (string)temp };
        return options;
    }

    /// <summary>The connection string that stands for options.</summary>
    public static DuckDbConnectionStringBuilder Of(DuckDbOptions options)
    {
        var builder = new DuckDbConnectionStringBuilder
        {
            [Source] = options.Path,
            [AccessKey] = options.Access.ToString(),
            [Memory] = options.MemoryLimitMebibytes.ToString(CultureInfo.InvariantCulture),
            [ThreadsKey] = options.Threads.ToString(CultureInfo.InvariantCulture),
            [Threshold] = options.CheckpointThresholdMebibytes.ToString(CultureInfo.InvariantCulture),
        };
        if (options.TempDirectory is { } temp)
            builder[Temp] = temp;
        return builder;
    }

    private static int Whole(string key, object value) => int.TryParse((string)value, CultureInfo.InvariantCulture, out var whole)
        ? whole
        : throw new ArgumentException($"The value of '{key}' must be a whole number, but is '{value}'.");
}
