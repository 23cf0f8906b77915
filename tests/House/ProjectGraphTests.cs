using System.Xml.Linq;

namespace Bellwether.House.Tests;

/// <summary>The direction of the arrows: what a project may reference, and which packages it may use.</summary>
public sealed class ProjectGraphTests
{
    private static readonly string[] s_siblings = ["Features", "Learning", "Retrieval", "Evaluation", "Registry", "Experiments", "Monitoring", "Worlds"];

    private static readonly Dictionary<string, string[]> s_allowed = Allowed();

    private static readonly Dictionary<string, string[]> s_packages = new(StringComparer.Ordinal)
    {
        ["Numerics"] = ["System.Numerics.Tensors"],
        ["Storage.Postgres"] = ["Npgsql"],
        ["Server"] = ["Microsoft.AspNetCore.OpenApi", "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol"],
        ["Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var path in Repository.Files("*.csproj", "src", "gallery"))
            data.Add(Repository.Relative(path));
        return data;
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_lies_below_it(string project)
    {
        var name = NameOf(project);
        Assert.True(s_allowed.TryGetValue(name, out var allowed), $"{project} has no place in the house: give it one in {nameof(ProjectGraphTests)}.");
        var forbidden = References(project).Except(allowed!).ToList();
        Assert.True(forbidden.Count == 0, $"{name} may reference {string.Join(", ", allowed!)}, but references {string.Join(", ", forbidden)}. Move what both need down to Data or up to Serving.");
    }

    [Theory, MemberData(nameof(Projects))]
    public void Vendor_packages_live_only_in_adapters_and_hosts(string project)
    {
        var name = NameOf(project);
        var allowed = s_packages.GetValueOrDefault(name, []);
        var packages = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference").Select(e => (string)e.Attribute("Include")!);
        Assert.Empty(packages.Except(allowed));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Bellwether.slnx"));
        var missing = Repository.Files("*.csproj", "src", "gallery", "tests", "bench").Select(Repository.Relative).Where(p => !solution.Contains(p, StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void The_test_would_catch_a_sibling_reference()
    {
        Assert.DoesNotContain("Learning", s_allowed["Features"]);
        Assert.DoesNotContain("Storage.DuckDb", s_allowed["Systems"]);
        Assert.Contains("Data", s_allowed["Features"]);
    }

    private static Dictionary<string, string[]> Allowed()
    {
        var allowed = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["Numerics"] = [], ["Data"] = ["Numerics"] };
        string[] ground = ["Numerics", "Data"];
        foreach (var sibling in s_siblings)
            allowed[sibling] = ground;
        allowed["Serving"] = [.. ground, .. s_siblings.Except(["Worlds"])];
        allowed["Systems"] = [.. ground, .. s_siblings, "Serving"];
        allowed["Storage.DuckDb"] = ground;
        allowed["Storage.Postgres"] = ground;
        allowed["Gallery"] = [.. ground, .. s_siblings, "Serving", "Systems"];
        allowed["Server"] = [.. ground, .. s_siblings, "Serving", "Systems", "Storage.DuckDb", "Storage.Postgres"];
        allowed["Benchmarks"] = [.. ground, .. s_siblings];
        allowed["Cli"] = [.. allowed["Server"], "Server", "Gallery", "Benchmarks"];
        return allowed;
    }

    private static string NameOf(string project) => Path.GetFileNameWithoutExtension(project)["Bellwether.".Length..];

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(e => NameOf(((string)e.Attribute("Include")!).Replace('\\', '/')));
}
