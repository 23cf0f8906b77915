using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems.Tests.Lifecycle;

/// <summary>A simulated workspace is replaced, a live one never.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Workspace Open() => Workspace.Open(_folder.Path, "tiny");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_simulated_workspace_is_replaced()
    {
        var workspace = Open();
        workspace.BeginSimulation(setAside: false, TimeProvider.System);
        Fill(workspace);
        workspace.BeginSimulation(setAside: false, TimeProvider.System);
        Assert.False(Directory.Exists(workspace.Events) || Directory.Exists(workspace.Registry) || Directory.Exists(workspace.Document) || Directory.Exists(workspace.Snapshots));
        Assert.False(File.Exists(workspace.Report));
        Assert.Single(Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void A_live_workspace_is_refused_and_stays_as_it_is()
    {
        var workspace = Open();
        Fill(workspace);
        workspace.BeginLive();
        var refused = Assert.Throws<WorkspaceException>(() => workspace.BeginSimulation(setAside: false, TimeProvider.System));
        Assert.Equal($"{workspace.Folder} holds live events of a served system, which a simulated run would replace. Give --store another folder, or --fresh to move this one aside.", refused.Message);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(workspace.Events, "x")));
    }

    [Fact]
    public void Serving_after_a_simulation_makes_the_workspace_live()
    {
        Open().BeginSimulation(setAside: false, TimeProvider.System);
        Open().BeginLive();
        Assert.Throws<WorkspaceException>(() => Open().BeginSimulation(setAside: false, TimeProvider.System));
    }

    [Fact]
    public void Events_without_a_marker_are_taken_for_live_ones()
    {
        Fill(Open());
        Assert.Throws<WorkspaceException>(() => Open().BeginSimulation(setAside: false, TimeProvider.System));
    }

    [Fact]
    public void A_live_workspace_that_is_set_aside_is_kept_whole_beside_the_new_one()
    {
        var workspace = Open();
        Fill(workspace);
        workspace.BeginLive();
        workspace.BeginSimulation(setAside: true, TimeProvider.System);
        Assert.False(Directory.Exists(workspace.Events));
        var aside = Assert.Single(Directory.GetDirectories(_folder.Path), d => d != workspace.Folder);
        Assert.Matches(@"tiny\.\d{8}T\d{6}$", aside);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(aside, "events", "x")));
    }

    private static void Fill(Workspace workspace)
    {
        foreach (var folder in new[] { workspace.Events, workspace.Registry, workspace.Document, workspace.Snapshots })
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "x"), "kept");
        }

        File.WriteAllText(workspace.Report, "{}");
    }
}
