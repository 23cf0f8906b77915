using System.Diagnostics;
using Npgsql;

namespace Bellwether.Storage.Tests.Events;

/// <summary>A private PostgreSQL server of Debian's package, reached by a socket in its own temporary folder.</summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private static int _schemas;
    private string _folder = "";

    public static string? Binaries { get; } =
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            : null;

    private string Data => Path.Combine(_folder, "data");

    public async Task InitializeAsync()
    {
        if (Binaries is null)
            return;
        _folder = Directory.CreateTempSubdirectory("bwpg-").FullName;
        if (Environment.UserName == "root")
            await Run("chown", "postgres", _folder);
        await Server("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync");
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_folder.Length == 0)
            return;
        try
        {
            await StopAsync("immediate");
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    public Task StartAsync() =>
        Server("pg_ctl", "-D", Data, "-w", "-s", "-l", Path.Combine(_folder, "log"), "-o", $"-k {_folder} -c listen_addresses='' -c max_connections=60", "start");

    public Task StopAsync(string mode = "fast") => Server("pg_ctl", "-D", Data, "-w", "-s", "-m", mode, "stop");

    /// <summary>A connection string into a schema of its own.</summary>
    public async Task<string> NewSchemaAsync()
    {
        Skip.If(Binaries is null, "PostgreSQL is not installed (apt-get install postgresql).");
        var name = $"t{Interlocked.Increment(ref _schemas)}";
        var root = $"Host={_folder};Username=postgres;Database=postgres";
        await using var source = NpgsqlDataSource.Create(root + ";Pooling=false");
        await using var create = source.CreateCommand($"CREATE SCHEMA {name}");
        await create.ExecuteNonQueryAsync();
        return $"{root};Search Path={name}";
    }

    private static Task Server(string tool, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, tool);
        return Environment.UserName == "root" ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        // The server inherits the pipes and would hold them open: output goes nowhere, its own log tells.
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments]) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} must succeed, but exited with {process.ExitCode}.");
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}
