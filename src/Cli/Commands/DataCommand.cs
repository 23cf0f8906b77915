using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Data.Profiling;
using Bellwether.Storage.DuckDb.Tables;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether data</c>: profiles, imports and exports files.</summary>
internal static class DataCommand
{
    public static Command Create(CommandContext context) => new("data", "Profile, import and export files of events")
    {
        Profile(context), DataImport.Create(context), DataExport.Create(context),
    };

    private static Command Profile(CommandContext context)
    {
        var file = new Argument<string>("file") { Description = "CSV, TSV, JSON lines or Parquet; gzip allowed" };
        var output = new Option<string?>("--output", "-o") { Description = "Also keep the profile as JSON, to hold later data against", HelpName = "FILE" };
        var command = new Command("profile", "What is in a file: types, missing values, ranges, distinct values, duplicates, gaps in time") { file, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var progress = context.Progress();
            await using var reader = await new DuckDbTableFiles().OpenAsync(parsed.GetRequiredValue(file), cancellationToken: cancellationToken).ConfigureAwait(false);
            var profile = await DataProfiler.ProfileAsync(reader, new Stage(progress, "profiling"), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(output) is { } path)
                await File.WriteAllTextAsync(path, profile.ToJson(), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(context.Json))
            {
                await context.Output.WriteLineAsync(profile.ToJson()).ConfigureAwait(false);
                return ExitCode.Done;
            }

            Print(profile, context, parsed.GetRequiredValue(file));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(DataProfile profile, CommandContext context, string file)
    {
        var table = Tables.New($"{Path.GetFileName(file)}: {Figures.Number(profile.Rows)} rows, {Figures.Number(profile.DuplicateRows)} of them repeat an earlier one{(profile.DuplicatesAreExact ? "" : " (estimated)")}",
            "column", "type", "missing", "distinct", "minimum", "mean", "maximum", "most frequent");
        foreach (var column in profile.Columns)
            table.Row(column.Name, column.Kind.ToString().ToLowerInvariant(), column.Rows == 0 ? "–" : FormattableString.Invariant($"{100.0 * column.Missing / column.Rows:0.##} %"),
                Figures.Number(column.Distinct) + (column.DistinctIsExact ? "" : " ~"), Edge(column, column.Minimum, t => t.Earliest), Figures.Number(column.Mean ?? double.NaN),
                Edge(column, column.Maximum, t => t.Latest), string.Join(", ", column.TopValues.Take(2).Select(v => $"{Short(v.Value)} ({Figures.Number(v.Count)})")));
        context.Console().Write(table);
        foreach (var column in profile.Columns.Where(c => c.Times is not null))
            context.Output.WriteLine(FormattableString.Invariant(
                $"{column.Name}: {column.Times!.Earliest.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {column.Times.Latest.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, a row every {Figures.Duration(column.Times.ExpectedCadence)}, largest gap {Figures.Duration(column.Times.LargestGap)} before row {column.Times.LargestGapRow}, {column.Times.OutOfOrder} rows out of order"));
    }

    private static string Edge(ColumnProfile column, double? number, Func<TimeProfile, DateTimeOffset> time) =>
        column.Times is { } times ? Figures.Time(time(times)) : Figures.Number(number ?? double.NaN);

    private static string Short(string value) => value.Length <= 24 ? value : value[..23] + "…";

    /// <summary>Reports a share as one stage.</summary>
    internal sealed class Stage(IRunProgress progress, string stage) : IProgress<double>
    {
        public void Report(double value) => progress.Report(stage, value);
    }
}
