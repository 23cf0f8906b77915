using System.CommandLine;
using System.Data.Common;
using Bellwether.Cli.Commands;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Events;
using Bellwether.Data.Formats;
using Bellwether.Data.Importing;
using Bellwether.Data.Models;
using Bellwether.Data.Tables;
using Bellwether.Features.Engine;
using Bellwether.Registry;
using Bellwether.Systems;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Cli;

/// <summary>The command line: <c>bellwether noun verb</c>. Each verb reads its arguments and makes one call.</summary>
public static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="systems">The systems it knows.</param>
    /// <param name="output">For results.</param>
    /// <param name="error">For progress and messages.</param>
    /// <param name="errorIsTerminal">Whether bars may be drawn.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<MlSystem> systems, TextWriter output, TextWriter error, bool errorIsTerminal)
    {
        var context = new CommandContext(systems, output, error, errorIsTerminal);
        var parsed = Root(context).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // "Required command was not provided" only repeats what "Unrecognized command" says better.
            foreach (var problem in parsed.Errors.Where(e => parsed.Errors.Count == 1 || !e.Message.StartsWith("Required command", StringComparison.Ordinal)))
                await error.WriteLineAsync("bellwether: " + problem.Message).ConfigureAwait(false);
            await error.WriteLineAsync($"Try 'bellwether {string.Join(' ', Path(parsed))} --help'.".Replace("  ", " ", StringComparison.Ordinal)).ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            var settings = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
            return await parsed.InvokeAsync(settings).ConfigureAwait(false);
        }
        catch (CommandException e)
        {
            await error.WriteLineAsync("bellwether: " + e.Message).ConfigureAwait(false);
            return e.ExitCode;
        }
        catch (FormatException e) when (e is not DataMappingException)
        {
            await error.WriteLineAsync("bellwether: " + e.Message).ConfigureAwait(false);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("bellwether: stopped; everything acknowledged until now is kept.").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is TableFileException or TrainingException or ModelFormatException or WorkspaceException
            or DataMappingException or SystemDefinitionException or RegistryCorruptException or RegistryFormatException or SnapshotException
            or EventStoreUnavailableException or EventStoreCorruptException or DbException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync("bellwether: " + e.Message).ConfigureAwait(false);
            return ExitCode.Failed;
        }
#pragma warning disable CA1031 // the last line of defence: whatever it is, the caller gets a message and an exit code
        catch (Exception e)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync($"bellwether: this should not have happened; please report it with what follows. {e}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
    }

    /// <summary>All commands; also what documents and tests are held against.</summary>
    internal static RootCommand Root(CommandContext context) => new("Takes a machine-learning system from its design document to a running, measured, monitored service.")
    {
        context.Json,
        context.Store,
        ListCommand.Create(context),
        RunCommand.Create(context),
        TrainCommand.Create(context),
        TuneCommand.Create(context),
        EvaluateCommand.Create(context),
        ServeCommand.Create(context),
        DesignCommand.Create(context),
        ModelsCommand.Create(context),
        DataCommand.Create(context),
        EventsCommand.Create(context),
        KeysCommand.Create(context),
        BenchCommand.Create(context),
    };

    private static IEnumerable<string> Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
            if (at.Command is not RootCommand)
                names.Push(at.Command.Name);
        return names;
    }
}
