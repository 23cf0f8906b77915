using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Schema;
using Bellwether.Storage.DuckDb.Tables;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether data import</c>: appends the rows of a file as events.</summary>
internal static class DataImport
{
    private const int BatchSize = 2_000;

    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var file = new Argument<string>("file") { Description = "CSV, TSV, JSON lines or Parquet; gzip allowed" };
        var type = new Option<string?>("--type") { Description = "The event type (default: the system's request)", HelpName = "TYPE" };
        var map = MappingOption.Create();
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Leave out rows that are no events, and count them, instead of stopping" };
        var command = new Command("import", "Append the rows of a file to a system's store; rows imported before are recognised by their id") { name, file, type, map, skip };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            IReadOnlyList<IEventContract> contracts = [program.Request, .. program.Events];
            var wanted = parsed.GetValue(type) ?? program.Request.TypeName;
            var contract = contracts.FirstOrDefault(c => c.TypeName == wanted)
                ?? throw new CommandException($"{program.Design.Name} has no event type '{wanted}'. There are: {string.Join(", ", contracts.Select(c => c.TypeName))}.", ExitCode.Usage);
            var environment = SystemEnvironment.Of(context, parsed, program.Design.Name);
            await using var importer = await EventImporter.OpenAsync(
                new DuckDbTableFiles(), parsed.GetRequiredValue(file), contract, MappingOption.Read(parsed.GetValue(map)),
                new ImportOptions { SkipRejected = parsed.GetValue(skip) }, cancellationToken).ConfigureAwait(false);
            environment.Progress.Say(importer.Mapping.ToString());
            environment.Workspace.BeginLive();
            await using var store = await SystemEnvironment.OpenSharedAsync(environment.Workspace.Events, cancellationToken).ConfigureAwait(false);
            var counts = await AppendAsync(importer, contract, program.Design.Name, store, new DataCommand.Stage(environment.Progress, "importing"), cancellationToken).ConfigureAwait(false);
            var (appended, duplicates, conflicts) = counts;
            await context.Output.WriteLineAsync(parsed.GetValue(context.Json)
                ? ReportJson.Write(new { type = contract.TypeName, appended, duplicates, conflicts, rejected = importer.RejectedCount, mapping = importer.Mapping.ToString() })
                : $"{Figures.Number(appended)} events of type {contract.TypeName} appended, {Figures.Number(duplicates)} were there already, {Figures.Number(conflicts)} conflict with others of the same id, {Figures.Number(importer.RejectedCount)} rows were left out").ConfigureAwait(false);
            foreach (var row in importer.Rejected.Take(5))
                await context.Error.WriteLineAsync($"row {row.Row}, column {row.Column}: {row.Reason}").ConfigureAwait(false);
            return conflicts > 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async Task<(long Appended, long Duplicates, long Conflicts)> AppendAsync(
        EventImporter importer, IEventContract contract, string system, IEventStore store, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var batch = new List<EventRecord>(BatchSize);
        long appended = 0, duplicates = 0, conflicts = 0;
        async Task FlushAsync()
        {
            foreach (var receipt in await store.AppendAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                appended += receipt.Outcome == AppendOutcome.Appended ? 1 : 0;
                duplicates += receipt.Outcome == AppendOutcome.Duplicate ? 1 : 0;
                conflicts += receipt.Outcome == AppendOutcome.Conflict ? 1 : 0;
            }

            batch = new List<EventRecord>(BatchSize);
        }

        await foreach (var imported in importer.ReadAsync(progress, cancellationToken).ConfigureAwait(false))
        {
            batch.Add(contract.ToRecord(system, imported.Event));
            if (batch.Count == BatchSize)
                await FlushAsync().ConfigureAwait(false);
        }

        if (batch.Count > 0)
            await FlushAsync().ConfigureAwait(false);
        return (appended, duplicates, conflicts);
    }
}
