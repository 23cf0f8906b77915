namespace Bellwether.Systems.Lifecycle;

/// <summary>The folder of one system: its event log, its registry, its document and the last run's report.</summary>
/// <remarks>A workspace is either simulated, and then a new run replaces it, or live, and then nothing in Bellwether deletes from it.</remarks>
public sealed class Workspace
{
    private const string Marker = "workspace.txt", Simulated = "simulated", Live = "live";

    private Workspace(string folder) => Folder = folder;

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Where the event store lives.</summary>
    public string Events => Path.Combine(Folder, "events");

    /// <summary>Where the registry lives.</summary>
    public string Registry => Path.Combine(Folder, "registry");

    /// <summary>Where the design document and its plots are written.</summary>
    public string Document => Path.Combine(Folder, "document");

    /// <summary>Where snapshots of feature state are kept.</summary>
    public string Snapshots => Path.Combine(Folder, "snapshots");

    /// <summary>The last run's report.</summary>
    public string Report => Path.Combine(Folder, "run.json");

    /// <summary>The workspace of a system under a root folder; made when it is not there.</summary>
    public static Workspace Open(string root, string system)
    {
        var workspace = new Workspace(Path.Combine(Path.GetFullPath(root), system));
        Directory.CreateDirectory(workspace.Folder);
        return workspace;
    }

    /// <summary>Empties the workspace for a simulated run.</summary>
    /// <param name="setAside">When the workspace is live: move it aside instead of refusing.</param>
    /// <param name="clock">Names the folder it is moved to.</param>
    /// <exception cref="WorkspaceException">The workspace holds live events and <paramref name="setAside"/> is false.</exception>
    public void BeginSimulation(bool setAside, TimeProvider clock)
    {
        if (Kind is { } kind && kind != Simulated)
        {
            if (!setAside)
                throw new WorkspaceException($"{Folder} holds live events of a served system, which a simulated run would replace. Give --store another folder, or --fresh to move this one aside.");
            Directory.Move(Folder, Folder + clock.GetUtcNow().UtcDateTime.ToString("'.'yyyyMMdd'T'HHmmss", System.Globalization.CultureInfo.InvariantCulture));
            Directory.CreateDirectory(Folder);
        }

        foreach (var folder in new[] { Events, Registry, Document, Snapshots })
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        File.Delete(Report);
        File.WriteAllText(Path.Combine(Folder, Marker), Simulated + "\n");
    }

    /// <summary>Marks the workspace as live: from now on no run replaces it.</summary>
    public void BeginLive() => File.WriteAllText(Path.Combine(Folder, Marker), Live + "\n");

    private string? Kind =>
        File.Exists(Path.Combine(Folder, Marker)) ? File.ReadAllText(Path.Combine(Folder, Marker)).Trim()
        : Directory.Exists(Events) ? Live
        : null;
}
