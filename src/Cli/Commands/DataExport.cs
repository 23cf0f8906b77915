using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Events;
using Bellwether.Data.Tables;
using Bellwether.Storage.DuckDb.Tables;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether data export</c>: writes stored events into a file.</summary>
internal static class DataExport
{
    private static readonly IReadOnlyList<TableColumn> s_columns =
    [
        new("sequence", TableColumnKind.Integer), new("received_at", TableColumnKind.Time), new("type", TableColumnKind.Text),
        new("id", TableColumnKind.Text), new("time", TableColumnKind.Time), new("payload", TableColumnKind.Text),
    ];

    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var file = new Argument<string>("file") { Description = "Its name says the format: .csv, .tsv, .jsonl, .parquet, with or without .gz" };
        var type = new Option<string[]>("--type") { Description = "Only events of these types", AllowMultipleArgumentsPerToken = true, HelpName = "TYPE" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file when it is there" };
        var command = new Command("export", "Write stored events into a file, payload as JSON") { name, file, type, overwrite };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var system = program.Design.Name;
            var environment = SystemEnvironment.Of(context, parsed, system);
            await using var store = await SystemEnvironment.OpenSharedAsync(environment.Workspace.Events, cancellationToken).ConfigureAwait(false);
            var query = new EventQuery { System = system, Types = EventsCommand.TypesOf(program, parsed.GetValue(type)) };
            if (File.Exists(parsed.GetRequiredValue(file)) && !parsed.GetValue(overwrite))
                throw new CommandException($"{parsed.GetRequiredValue(file)} is there already. Choose another name, or give --overwrite.");
            var written = await new DuckDbTableFiles().WriteAsync(
                parsed.GetRequiredValue(file), s_columns, RowsAsync(store, query, environment.Progress, cancellationToken), parsed.GetValue(overwrite), cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(parsed.GetValue(context.Json)
                ? ReportJson.Write(new { file = parsed.GetRequiredValue(file), events = written })
                : $"{Figures.Number(written)} events written to {parsed.GetRequiredValue(file)}").ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }

    private static async IAsyncEnumerable<object?[]> RowsAsync(
        IEventStore store, EventQuery query, IRunProgress progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = Math.Max(1, store.LastSequence);
        await foreach (var stored in store.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (stored.Sequence % 4096 == 0)
                progress.Report("exporting", (double)stored.Sequence / last);
            yield return [stored.Sequence, stored.ReceivedAt, stored.Event.Type, stored.Event.Id, stored.Event.Time, Encoding.UTF8.GetString(stored.Event.Payload.Span)];
        }

        progress.Report("exporting", 1);
    }
}
