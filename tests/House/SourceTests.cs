using System.Text.RegularExpressions;

namespace Bellwether.House.Tests;

/// <summary>How the code looks: sizes, names and places that no analyzer checks.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_file_is_longer_than_its_limit()
    {
        var tooLong = Repository.Files("*.cs", "src", "gallery", "tests", "bench")
            .Select(path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Path}: {file.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Most_files_are_short()
    {
        var lines = Repository.Files("*.cs", "src", "gallery").Select(path => File.ReadLines(path).Count()).Order().ToList();
        Assert.True(lines[lines.Count / 2] <= 80, $"The median file must have at most 80 lines, but has {lines[lines.Count / 2]}.");
        Assert.True(lines[lines.Count * 9 / 10] <= 250, $"Nine files of ten must have at most 250 lines, but the 90th percentile is {lines[lines.Count * 9 / 10]}.");
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        var wrong = Repository.Files("*.cs", "src", "gallery")
            .Select(path => (Path: path, Match: NamespaceLine().Match(File.ReadAllText(path))))
            .Where(file => file.Match.Success && file.Match.Groups[1].Value != ExpectedNamespace(file.Path))
            .Select(file => $"{Repository.Relative(file.Path)}: {file.Match.Groups[1].Value}, but its folder says {ExpectedNamespace(file.Path)}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_type_is_named_after_nothing()
    {
        var vague = Repository.Files("*.cs", "src", "gallery").Select(p => Path.GetFileNameWithoutExtension(p)).Where(name => VagueName().IsMatch(name));
        Assert.Empty(vague);
    }

    [Fact]
    public void No_regions_and_no_unfinished_work()
    {
        var found = Repository.Files("*.cs", "src", "gallery", "bench")
            .Where(path => Unfinished().IsMatch(File.ReadAllText(path)))
            .Select(Repository.Relative);
        Assert.Empty(found);
    }

    [Fact]
    public void No_file_names_a_place_on_one_machine()
    {
        string[] patterns = ["*.cs", "*.csproj", "*.props", "*.targets", "*.json", "*.md", "*.py", "*.sh", "*.lua", "*.txt", "*.svg"];
        var found = patterns.SelectMany(pattern => Repository.Files(pattern, "src", "gallery", "tests", "bench", "docs", "native"))
            .Concat(Directory.EnumerateFiles(Repository.Root).Where(path => Path.GetFileName(path) != ".git"))
            .SelectMany(path => File.ReadLines(path).Select((line, i) => (Path: Repository.Relative(path), Line: i + 1, Match: MachinePath().Match(line))))
            .Where(line => line.Match.Success)
            .Select(line => $"{line.Path}:{line.Line} names {line.Match.Value}");
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("open(\"/wo" + "rk/data.csv\")", true)]
    [InlineData("cd /ho" + "me/ada/bellwether", true)]
    [InlineData(@"C:\Us" + @"ers\ada", true)]
    [InlineData("/usr/lib/postgresql/15/bin/initdb", false)]
    [InlineData("GET /v1/systems/home/root", false)]
    public void A_place_on_one_machine_is_told_from_a_url(string line, bool isPlace) => Assert.Equal(isPlace, MachinePath().IsMatch(line));

    private static string ExpectedNamespace(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var project = folder;
        while (!Directory.EnumerateFiles(project, "*.csproj").Any())
            project = Path.GetDirectoryName(project)!;
        var root = Path.GetFileNameWithoutExtension(Directory.EnumerateFiles(project, "*.csproj").Single());
        var inner = Path.GetRelativePath(project, folder);
        return inner == "." ? root : root + "." + inner.Replace(Path.DirectorySeparatorChar, '.');
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(?<![\w.\])}*-])/(?:work|home|root|Users|tmp)/\w+|\b[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex("(Manager|Helper|Helpers|Utils|Util|Processor|Base|Impl|Common)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^\s*#region|NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b", RegexOptions.Multiline)]
    private static partial Regex Unfinished();
}
