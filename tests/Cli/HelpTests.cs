using System.CommandLine;
using System.Text.RegularExpressions;
using Bellwether.Cli.Terminal;
using Bellwether.Gallery;

namespace Bellwether.Cli.Tests;

/// <summary>The help of every command is written down, so that a change of it is seen.</summary>
public sealed partial class HelpTests
{
    private const string Rewrite = "BELLWETHER_UPDATE_SNAPSHOTS";

    internal static RootCommand Root { get; } = CommandLine.Root(new CommandContext(SystemGallery.All, TextWriter.Null, TextWriter.Null, false));

    public static TheoryData<string> Commands() => [.. Below(Root, "")];

    [Theory, MemberData(nameof(Commands))]
    public async Task The_help_is_the_one_written_down(string command)
    {
        var path = Path.Combine(Checkout.Root, "tests", "Cli", "Help", (command.Length == 0 ? "bellwether" : command.Replace(' ', '-')) + ".txt");
        var answer = (await Typed.RunAsync(SystemGallery.All, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).MustBe(ExitCode.Done);
        Assert.Empty(answer.Error);
        var help = MachineDependent().Replace(answer.Output.Replace(RootCommand.ExecutableName, "bellwether", StringComparison.Ordinal), "[default: all]").ReplaceLineEndings("\n").TrimEnd() + "\n";
        help = TrailingBlanks().Replace(help, "");
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, help);
        }

        Assert.True(File.Exists(path), $"{path} must hold the help of '{command}', but is not there. Write it: {Rewrite}=1 dotnet test tests/Cli");
        var before = await File.ReadAllTextAsync(path);
        Assert.True(before == help, $"The help of '{command}' must be the one written down. When the change is meant, write it down: {Rewrite}=1 dotnet test tests/Cli\nIt was:\n{before}\nIt is:\n{help}");
    }

    [Theory, MemberData(nameof(Commands))]
    public void Every_command_option_and_argument_says_what_it_is(string command)
    {
        Command found = Root;
        foreach (var name in command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            found = found.Subcommands.Single(c => c.Name == name);
        Assert.False(string.IsNullOrWhiteSpace(found.Description));
        Assert.All(found.Options, o => Assert.False(string.IsNullOrWhiteSpace(o.Description), $"{command} {o.Name} must have a description."));
    }

    private static IEnumerable<string> Below(Command command, string path) =>
        command.Subcommands.SelectMany(c => Below(c, (path + " " + c.Name).Trim())).Prepend(path);

    [GeneratedRegex(@"(?<=may work; only timings depend on it\s+)\[default: \d+\]")]
    private static partial Regex MachineDependent();

    [GeneratedRegex(@"[ \t]+$", RegexOptions.Multiline)]
    private static partial Regex TrailingBlanks();
}
