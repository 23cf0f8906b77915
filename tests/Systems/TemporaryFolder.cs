using Bellwether.Data.Events;
using Bellwether.Storage.DuckDb.Events;
using Bellwether.Storage.DuckDb.Tables;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems.Tests;

/// <summary>A folder that is removed at the end, with workspaces in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bellwether-systems-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>An environment over a workspace of this folder.</summary>
    /// <param name="system">The system.</param>
    /// <param name="store">The event store; DuckDB when left out.</param>
    public RunEnvironment Environment(string system, IEventStore? store = null) =>
        new(Workspace.Open(Path, system), async (folder, token) => store ?? await DuckDbEventStore.OpenAsync(folder, cancellationToken: token), new DuckDbTableFiles());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
