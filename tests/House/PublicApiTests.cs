using System.Reflection;

namespace Bellwether.House.Tests;

/// <summary>What each project offers to others is written down, so that a change of it is a change of a file that somebody reviews.</summary>
public sealed class PublicApiTests
{
    private const string Rewrite = "BELLWETHER_UPDATE_SNAPSHOTS";

    public static TheoryData<string> Projects() => [.. Repository.Files("*.csproj", "src").Select(p => Path.GetFileNameWithoutExtension(p))];

    [Theory, MemberData(nameof(Projects))]
    public void The_public_api_is_the_one_written_down(string project)
    {
        var path = Path.Combine(Repository.Root, "tests", "House", "PublicApi", project + ".txt");
        var actual = PublicApi.Of(Assembly.Load(project == "Bellwether.Cli" ? "bellwether" : project));
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        var file = Repository.Relative(path);
        Assert.True(File.Exists(path), $"{file} must hold the public API of {project}, but is not there. Write it: {Rewrite}=1 dotnet test tests/House");
        var (before, now) = (File.ReadAllText(path).Split('\n'), actual.Split('\n'));
        var gone = Only(before, now);
        var added = Only(now, before);
        Assert.True(gone.Count + added.Count == 0 && before.SequenceEqual(now, StringComparer.Ordinal),
            $"The public API of {project} must be the one in {file}, but these lines differ:\n{string.Join('\n', gone.Select(l => "- " + l.Trim()).Concat(added.Select(l => "+ " + l.Trim())).Take(40))}\n"
            + $"When the change is meant, write it down and review the file's diff: {Rewrite}=1 dotnet test tests/House");
    }

    [Fact]
    public void No_snapshot_is_left_of_a_project_that_is_gone()
    {
        var known = Repository.Files("*.csproj", "src").Select(p => Path.GetFileNameWithoutExtension(p)).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Repository.Files("*.txt", "tests/House/PublicApi").Select(p => Path.GetFileNameWithoutExtension(p)).Where(name => !known.Contains(name)));
    }

    [Fact]
    public void The_snapshot_sees_types_members_and_their_kinds()
    {
        var text = PublicApi.Of(typeof(PublicApiTests).Assembly);
        Assert.Contains("sealed class Bellwether.House.Tests.PublicApiTests\n", text, StringComparison.Ordinal);
        Assert.Contains("    void The_public_api_is_the_one_written_down(string project)\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Only(", text, StringComparison.Ordinal);
    }

    private static List<string> Only(IReadOnlyList<string> these, IReadOnlyList<string> those)
    {
        var left = those.GroupBy(l => l, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return [.. these.Where(l => !left.TryGetValue(l, out var n) || (left[l] = n - 1) < 0)];
    }
}
