using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Importing;
using Bellwether.Storage.DuckDb.Events;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether run NAME</c>: a system's whole life, in its world or on a file of real events.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var days = new Option<int>("--days") { Description = "Days to simulate", DefaultValueFactory = _ => 60, HelpName = "N" };
        var data = new Option<string?>("--data") { Description = "Run on this file of events instead of the simulated world (CSV, TSV, JSON lines, Parquet; gzip allowed)", HelpName = "FILE" };
        var map = new Option<string?>("--map")
        {
            Description = "How columns become fields: a JSON file, or e.g. time=Time:s,amount=Amount,label=Class,signals=V*",
            HelpName = "MAP",
        };
        var fresh = new Option<bool>("--fresh") { Description = "Move a live workspace aside instead of refusing to replace it" };
        var command = new Command("run", "Take a system through its whole life and write its design document")
        {
            name, days, data, map, fresh, context.Seed, context.Threads,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var options = context.RunOptions(parsed) with { Days = Math.Max(1, parsed.GetValue(days)) };
            var environment = SystemEnvironment.Of(context, parsed, program.Design.Name);
            DuckDbEventStore.RequireFree(environment.Workspace.Events);
            environment.Workspace.BeginSimulation(parsed.GetValue(fresh), environment.Clock);
            var report = parsed.GetValue(data) is { } file
                ? await program.RunFileAsync(file, parsed.GetValue(map) is { } text ? DataMapping.Parse(text) : null, options, environment, cancellationToken).ConfigureAwait(false)
                : await program.SimulateAsync(options, environment, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(environment.Workspace.Report, ReportJson.Write(report), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(context.Json))
                await context.Output.WriteLineAsync(ReportJson.Write(report)).ConfigureAwait(false);
            else
                RunPrinter.Print(report, context);
            return report.Gates.All(g => g.Passed) ? ExitCode.Done : ExitCode.GateNotPassed;
        });
        return command;
    }
}
