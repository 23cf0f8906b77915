using Bellwether.Gallery;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Tests.Documents;

namespace Bellwether.Systems.Tests.Lifecycle;

/// <summary>Whole lives in small worlds.</summary>
public sealed class SimulationTests
{
    public static TheoryData<string, int, double> Lives() => new() { { "card-fraud", 26, 0.1 }, { "ride-eta", 20, 0.1 } };

    [Theory, MemberData(nameof(Lives))]
    public async Task A_life_goes_through_the_whole_loop_and_is_the_same_at_any_number_of_threads(string system, int days, double scale)
    {
        using var folder = new TemporaryFolder();
        var first = await LiveAsync(system, days, scale, seed: 7, threads: 1, folder.File("a"));
        AssertWhole(first);
        AssertDocument(first);

        var again = await LiveAsync(system, days, scale, seed: 7, threads: 2, folder.File("b"));
        Assert.Equal(first.Fingerprint, again.Fingerprint);
        Assert.Equal(Timeless(first), Timeless(again));
    }

    [Fact]
    public async Task Another_seed_gives_another_life()
    {
        using var folder = new TemporaryFolder();
        var prints = new List<string>();
        foreach (var seed in new ulong[] { 7, 8 })
            prints.Add((await LiveAsync("ride-eta", 3, 0.1, seed, threads: 1, folder.File(seed.ToString(System.Globalization.CultureInfo.InvariantCulture)))).Fingerprint);
        Assert.All(prints, p => Assert.Matches("^[0-9a-f]{16}$", p));
        Assert.NotEqual(prints[0], prints[1]);
    }

    [Fact]
    public async Task A_system_without_a_world_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var refused = await Assert.ThrowsAsync<WorkspaceException>(() => new Cli.Tests.TinySystem(1).Compile().SimulateAsync(new RunOptions(), folder.Environment("tiny")));
        Assert.Equal("'tiny' has no simulated world: run it on a file with --data FILE, or define a world.", refused.Message);
    }

    private static void AssertWhole(RunReport report)
    {
        Assert.True(report.Decisions.Count > 500, $"{report.Decisions.Count} decisions");
        Assert.Equal(report.Decisions.Count, report.Decisions.ByLevel.Values.Sum());
        Assert.Equal(report.Decisions.Count, report.Decisions.Audited);
        Assert.Equal(0, report.Decisions.Mismatches);
        Assert.True(report.Ladder.Count >= 3);
        Assert.Single(report.Ladder, r => r.Chosen);
        Assert.All(report.Ladder, r =>
        {
            Assert.True(r.Low <= r.Value && r.Value <= r.High && r.Low < r.High, $"{r.Model}: {r.Value} [{r.Low}, {r.High}]");
            Assert.True(r.Bytes > 0 && r.P50Us >= 0 && r.P99Us >= r.P50Us && r.TrainSeconds >= 0);
            Assert.NotEmpty(r.Figures);
            Assert.NotEmpty(r.Version);
        });
        Assert.Contains(report.Rollout, r => r.Step.Contains("shadow", StringComparison.OrdinalIgnoreCase));
        Assert.All(report.Rollout, r => Assert.False(string.IsNullOrWhiteSpace(r.Reason)));
        Assert.NotEmpty(report.Business);
        Assert.All(report.Business, b => Assert.True(double.IsFinite(b.Value) && double.IsFinite(b.Oracle), b.Name));
        Assert.NotEmpty(report.Gates);
        Assert.Contains("by time", report.Data.Split, StringComparison.Ordinal);
        Assert.NotEmpty(report.Series);
    }

    private static void AssertDocument(RunReport report)
    {
        var text = File.ReadAllText(report.Document);
        Assert.All([.. DocumentTests.Sections, "## 9. ML test score", "## 10. Run it again", report.Fingerprint], s => Assert.Contains(s, text, StringComparison.Ordinal));
        var plots = Directory.GetFiles(Path.GetDirectoryName(report.Document)!, "*.svg");
        Assert.Contains(plots, p => p.EndsWith("ladder.svg", StringComparison.Ordinal));
        Assert.All(plots, p => System.Xml.Linq.XDocument.Load(p));
        foreach (System.Text.RegularExpressions.Match image in System.Text.RegularExpressions.Regex.Matches(text, @"!\[[^\]]*\]\(([^)]+)\)"))
            Assert.Contains(Path.Combine(Path.GetDirectoryName(report.Document)!, image.Groups[1].Value), plots);
    }

    private static async Task<RunReport> LiveAsync(string system, int days, double scale, ulong seed, int threads, string folder)
    {
        var program = SystemGallery.All.Single(s => s.Design.Name == system).Compile();
        var environment = new RunEnvironment(Workspace.Open(folder, system), async (path, token) => await Storage.DuckDb.Events.DuckDbEventStore.OpenAsync(path, cancellationToken: token), new Storage.DuckDb.Tables.DuckDbTableFiles());
        environment.Workspace.BeginSimulation(setAside: false, TimeProvider.System);
        return await program.SimulateAsync(new RunOptions { Seed = new Seed(seed), Days = days, Threads = threads, WorldScale = scale }, environment);
    }

    /// <summary>A report without what depends on the clock and the machine.</summary>
    private static string Timeless(RunReport report) => ReportJson.Write(report with
    {
        Threads = 0,
        Seconds = 0,
        Document = "",
        Decisions = report.Decisions with { P50Us = 0, P99Us = 0 },
        Ladder = [.. report.Ladder.Select(r => r with { P50Us = 0, P99Us = 0, TrainSeconds = 0, DollarsPerMillion = 0 })],
        Gates = [.. report.Gates.Where(g => !g.Measured.Contains("in process", StringComparison.Ordinal))],
    });
}
