using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Bellwether.Cli.Tests;

/// <summary>Every command that a document shows is one that the command line understands.</summary>
public sealed partial class DocumentedCommandsTests
{
    [Fact]
    public void Commands_in_documents_parse()
    {
        var wrong = new List<string>();
        foreach (var document in Documents())
            foreach (var line in Commands(File.ReadAllText(document)))
                wrong.AddRange(HelpTests.Root.Parse([.. Words(line)]).Errors.Select(e => $"{Path.GetRelativePath(Checkout.Root, document)}: '{line}': {e.Message}"));
        Assert.True(wrong.Count == 0, "Documents must show commands that there are, but:\n" + string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("```\n$ ./bellwether run card-fraud --days 3 > out.json\n```", "run card-fraud --days 3")]
    [InlineData("Say `./bellwether models list NAME`, then", "models list NAME")]
    [InlineData("```\n./bellwether run x \\\n  --data FILE   # your own\n```", "run x --data FILE")]
    [InlineData("```\nBELLWETHER_STORE=Host=db ./bellwether serve card-fraud & sleep 1\n```", "serve card-fraud")]
    public void Commands_are_found_in_text(string text, string command) => Assert.Equal(command, Assert.Single(Commands(text)));

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Checkout.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Commands(string text) => Shown().Matches(Continued().Replace(text, " ")).Select(m => m.Groups[1].Value.Trim()).Where(c => c.Length > 0);

    /// <summary>Words as a shell gives them; what stands for something else becomes something that fits.</summary>
    private static IEnumerable<string> Words(string line) =>
        CommandLineParser.SplitCommandLine(Optional().Replace(line, "$1")).Where(w => w is not ("..." or "…")).Select(w => w is "N" or "PORT" or "DAYS" or "SEED" ? "1" : w);

    [GeneratedRegex(@"\./bellwether ((?:(?! #)[^`\n|&;<>()])*)")]
    private static partial Regex Shown();

    [GeneratedRegex(@"[ \t]*\\\n\s*")]
    private static partial Regex Continued();

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex Optional();
}
