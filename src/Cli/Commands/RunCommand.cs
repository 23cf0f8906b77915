using System.CommandLine;
using Bellwether.Cli.Terminal;
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
        var map = MappingOption.Create();
        var fresh = new Option<bool>("--fresh") { Description = "Move a live workspace aside instead of refusing to replace it" };
        var negatives = new Option<double>("--negative-weight")
        {
            Description = "How many rows of the population each row with label 0 stands for, in a file that kept all positives", DefaultValueFactory = _ => 1, HelpName = "W",
        };
        var faults = new Option<string[]>("--fault")
        {
            Description = "Plant a fault in the world: drift, new-pattern, null-field, label-delay, slow-model or crash, at a day, for some days, e.g. slow-model@20+2",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "KIND@DAY[+DAYS]",
        };
        var command = new Command("run", "Take a system through its whole life and write its design document")
        {
            name, days, data, map, fresh, negatives, faults, context.Seed, context.Threads,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var options = context.RunOptions(parsed) with
            {
                Days = Math.Max(1, parsed.GetValue(days)),
                NegativeWeight = parsed.GetValue(negatives) is > 0 and var weight ? weight : throw new CommandException("--negative-weight must be a number above 0.", ExitCode.Usage),
                Faults = [.. (parsed.GetValue(faults) ?? []).Select(FaultText.Parse)],
            };
            var environment = SystemEnvironment.Of(context, parsed, program.Design.Name);
            var mapping = MappingOption.Read(parsed.GetValue(map));
            if (parsed.GetValue(data) is { } given && !File.Exists(given))
                throw new CommandException($"There is no file {given}.");
            DuckDbEventStore.RequireFree(environment.Workspace.Events);
            environment.Workspace.BeginSimulation(parsed.GetValue(fresh), environment.Clock);
            var report = parsed.GetValue(data) is { } file
                ? await program.RunFileAsync(file, mapping, options, environment, cancellationToken).ConfigureAwait(false)
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
