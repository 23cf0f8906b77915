using System.Text.RegularExpressions;

namespace Bellwether.House.Tests;

/// <summary>What the documents point to is there.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents() =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Concat(Repository.Files("*.md", "docs", "src", "gallery", "tests", "bench"))
            .Select(Repository.Relative).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Documents))]
    public void Relative_links_lead_somewhere(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var broken = Link().Matches(Fence().Replace(text, "")).Select(m => m.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#') && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Exists(Path.Combine(Path.GetDirectoryName(Path.Combine(Repository.Root, document))!, Uri.UnescapeDataString(target.Split('#')[0]))))
            .ToList();
        Assert.True(broken.Count == 0, $"{document} links to what is not there: {string.Join(", ", broken)}. Links are relative to the document's folder.");
    }

    [Theory, MemberData(nameof(Documents))]
    public void Links_into_a_page_lead_to_a_heading(string document)
    {
        var path = Path.Combine(Repository.Root, document);
        var text = Fence().Replace(File.ReadAllText(path), "");
        var broken = Link().Matches(text).Select(m => m.Groups[1].Value)
            .Where(t => t.Contains('#', StringComparison.Ordinal) && !t.Contains("://", StringComparison.Ordinal))
            .Where(t => t.Split('#') is [var file, var heading]
                && (file.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(path)!, file)) is var page
                && page.EndsWith(".md", StringComparison.Ordinal) && File.Exists(page) && !Headings(page).Contains(heading, StringComparer.Ordinal))
            .ToList();
        Assert.True(broken.Count == 0, $"{document} links to headings that are not there: {string.Join(", ", broken)}.");
    }

    [Theory, MemberData(nameof(Documents))]
    public void Paths_of_the_repository_that_are_named_exist(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var missing = NamedPath().Matches(text).Select(m => m.Groups[1].Value.TrimEnd('/', '.')).Distinct(StringComparer.Ordinal)
            .Where(path => !Exists(Path.Combine(Repository.Root, path))).ToList();
        Assert.True(missing.Count == 0, $"{document} names what is not there: {string.Join(", ", missing)}.");
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static IEnumerable<string> Headings(string page) =>
        Heading().Matches(Fence().Replace(File.ReadAllText(page), "")).Select(m => NotInAnchor().Replace(m.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6}\s+(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"`((?:src|tests|docs|gallery|bench|native)/[\w./-]+)`")]
    private static partial Regex NamedPath();
}
