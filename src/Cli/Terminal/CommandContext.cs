using System.CommandLine;
using Bellwether.Numerics.Random;
using Bellwether.Systems;
using Bellwether.Systems.Lifecycle;
using Spectre.Console;

namespace Bellwether.Cli.Terminal;

/// <summary>What every command shares: the systems, the options that all of them know, and where output goes.</summary>
/// <remarks>Results go to <see cref="Output"/>, progress and messages to <see cref="Error"/>.</remarks>
public sealed class CommandContext(IReadOnlyList<MlSystem> systems, TextWriter output, TextWriter error, bool errorIsTerminal)
{
    /// <summary>The width of tables that go into a file or a pipe.</summary>
    public const int PlainWidth = 160;

    /// <summary>Print one JSON object.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object on stdout instead of tables", Recursive = true };

    /// <summary>The folder of all workspaces.</summary>
    public Option<string> Store { get; } = new("--store")
    {
        Description = "Folder in which events, models and documents are kept",
        Recursive = true,
        HelpName = "DIR",
        DefaultValueFactory = _ => ".bellwether",
    };

    /// <summary>The seed.</summary>
    public Option<ulong> Seed { get; } = new("--seed") { Description = "Root of all randomness: the same seed gives the same run", DefaultValueFactory = _ => 7, HelpName = "N" };

    /// <summary>The threads.</summary>
    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "Threads that may work; only timings depend on it",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
    };

    /// <summary>The systems of the gallery.</summary>
    public IReadOnlyList<MlSystem> Systems => systems;

    /// <summary>Where results go.</summary>
    public TextWriter Output => output;

    /// <summary>Where progress and messages go.</summary>
    public TextWriter Error => error;

    /// <summary>The name of a system, checked.</summary>
    public Argument<string> SystemName() => new("system") { Description = "Name of a system: " + string.Join(", ", systems.Select(s => s.Design.Name)) };

    /// <summary>The system of a name.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public MlSystem Find(string name) => systems.FirstOrDefault(s => s.Design.Name == name)
        ?? throw new CommandException($"There is no system '{name}'. There are: {string.Join(", ", systems.Select(s => s.Design.Name))}.", ExitCode.Usage);

    /// <summary>Where a command's progress is drawn.</summary>
    public IRunProgress Progress() => new TerminalProgress(ErrorConsole(), quiet: false);

    /// <summary>The console for tables on stdout: as wide as the terminal, or <see cref="PlainWidth"/> columns in a file or pipe.</summary>
    public IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            ColorSystem = System.Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Ansi = System.Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        });
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>A path as a person would type it: relative where it lies below the current folder.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The options of a run as typed.</summary>
    public RunOptions RunOptions(ParseResult parsed) => new() { Seed = new Seed(parsed.GetValue(Seed)), Threads = Math.Max(1, parsed.GetValue(Threads)) };

    private IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(error),
        Ansi = errorIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        Interactive = errorIsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
    });
}
