using System.CommandLine;
using Bellwether.Benchmarks.Quality;
using Bellwether.Cli.Terminal;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Reports;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether bench</c>: figures on real data.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandContext context) => new("bench", "Measure the library") { Quality(context) };

    private static Command Quality(CommandContext context)
    {
        var data = new Option<string>("--data") { Description = "Folder of the data library, one folder per set", HelpName = "DIR", Required = true };
        var only = new Option<string[]>("--only") { Description = "Names of cases to run, e.g. adult-census; all without it", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        var markdown = new Option<string>("--markdown") { Description = "Write the tables to this file too", HelpName = "FILE" };
        var command = new Command("quality", "Fit every method on real data and print its figures beside published ones") { data, only, markdown, context.Seed, context.Threads };
        command.SetAction((parsed, cancellation) =>
        {
            var chosen = Chosen(parsed.GetValue(only) ?? []);
            var root = parsed.GetValue(data)!;
            if (!Directory.Exists(root))
                throw new CommandException($"--data must be a folder, but '{root}' is none.", ExitCode.Usage);
            var results = new List<QualityResult>();
            foreach (var one in chosen)
                results.Add(Measure(context, one, new QualityContext(Path.Combine(root, one.Folder), new Seed(parsed.GetValue(context.Seed)),
                    Math.Max(1, parsed.GetValue(context.Threads)), new Told(context.Error, one.Name), cancellation), parsed.GetValue(context.Json)));
            if (parsed.GetValue(markdown) is { } file)
                File.WriteAllText(file, QualityTable.Markdown(results));
            if (parsed.GetValue(context.Json))
                context.Output.WriteLine(ReportJson.Write(new { results = results.Select(Shape) }));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static QualityResult Measure(CommandContext context, QualityCase one, QualityContext settings, bool json)
    {
        if (!Directory.Exists(settings.Data))
            throw new DirectoryNotFoundException($"The quality case '{one.Name}' needs the folder '{settings.Data}'. Give the folder of the data library with --data, or leave the case out with --only.");
        var rows = new List<QualityRow>();
        foreach (var row in one.Run(settings))
            rows.Add(row);
        if (!json)
        {
            var table = Tables.New($"{one.Name}: {one.Task}", "method", "metric", "value (95 %)", "published", "seconds", "note");
            foreach (var row in rows)
                table.Row(row.Method, row.Metric, QualityTable.Figure(row), QualityTable.Published(row), FormattableString.Invariant($"{row.Seconds:0.0}"), row.Note ?? "");
            context.Console().Write(table);
        }

        return new QualityResult(one.Name, one.Task, rows);
    }

    private static IReadOnlyList<QualityCase> Chosen(string[] names)
    {
        foreach (var name in names)
            if (QualityCatalogue.All.All(c => c.Name != name))
                throw new CommandException($"There is no quality case '{name}'. There are: {string.Join(", ", QualityCatalogue.All.Select(c => c.Name))}.", ExitCode.Usage);
        return names.Length == 0 ? QualityCatalogue.All : [.. QualityCatalogue.All.Where(c => names.Contains(c.Name))];
    }

    private static object Shape(QualityResult result) => new
    {
        result.Name,
        result.Task,
        rows = result.Rows.Select(r => new
        {
            r.Method, r.Metric, r.Value.Value, r.Value.Low, r.Value.High, r.Value.N, r.HigherIsBetter, r.Published, r.PublishedBy, r.Seconds, r.Note,
        }),
    };

    private sealed class Told(TextWriter error, string name) : IProgress<string>
    {
        public void Report(string value) => error.WriteLine($"{name}: {value}");
    }
}
