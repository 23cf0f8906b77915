using System.CommandLine;
using Bellwether.Cli.Terminal;
using Bellwether.Learning.Tuning;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Tuning;

namespace Bellwether.Cli.Commands;

/// <summary><c>bellwether tune NAME</c>: looks for better options of learners.</summary>
internal static class TuneCommand
{
    private const int Shown = 20;

    private static readonly string[] s_searches = ["tpe", "random", "grid", "halving", "hyperband"];

    public static Command Create(CommandContext context)
    {
        var name = context.SystemName();
        var data = new Option<string?>("--data") { Description = "Tune on this file of events instead of the stored ones (CSV, TSV, JSON lines, Parquet; gzip allowed)", HelpName = "FILE" };
        var map = MappingOption.Create();
        var auto = new Option<bool>("--auto") { Description = "Tune every learner and choose the simplest that keeps the limits and is not significantly worse than the best" };
        var learner = new Option<string?>("--learner") { Description = "What to tune without --auto, e.g. linear; the strongest learner without it", HelpName = "NAME" };
        var search = new Option<string>("--search") { Description = "How to look: " + string.Join(", ", s_searches), DefaultValueFactory = _ => "tpe", HelpName = "HOW" };
        var trials = new Option<int>("--trials") { Description = "Trials per learner; for halving points at first, for grid values per number", DefaultValueFactory = _ => 40, HelpName = "N" };
        var folds = new Option<int>("--folds") { Description = "Folds of cross-validation", DefaultValueFactory = _ => 4, HelpName = "N" };
        var p99 = new Option<string?>("--p99") { Description = "Time that 99 of 100 scores of a model must keep, e.g. 200us; a fifth of the design's latency without it", HelpName = "TIME" };
        var size = new Option<string?>("--model-size") { Description = "Most that a saved model may take, e.g. 2MB", HelpName = "SIZE" };
        var memory = new Option<string?>("--memory") { Description = "Memory for trials side by side, e.g. 2GB; half of what there is without it", HelpName = "SIZE" };
        var time = new Option<string?>("--time") { Description = "When to stop looking, e.g. 10m; the best until then counts", HelpName = "TIME" };
        var command = new Command("tune", "Tune learners by cross-validation, keep every trial, and register the best as 'tuned'")
        {
            name, data, map, auto, learner, search, trials, folds, p99, size, memory, time, context.Seed, context.Threads,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var program = context.Find(parsed.GetRequiredValue(name)).Compile();
            var file = parsed.GetValue(data);
            var tuning = new TuneOptions
            {
                Search = SearchOf(parsed.GetRequiredValue(search), parsed.GetValue(trials)),
                IsAuto = parsed.GetValue(auto),
                Space = parsed.GetValue(learner),
                Folds = parsed.GetValue(folds) is >= 2 and <= 100 and var count ? count : throw new CommandException("--folds must be between 2 and 100.", ExitCode.Usage),
                ScoreP99 = parsed.GetValue(p99) is { } limit ? Quantity.Time("--p99", limit) : null,
                ModelBytes = parsed.GetValue(size) is { } most ? Quantity.Bytes("--model-size", most) : null,
                TimeBudget = parsed.GetValue(time) is { } budget ? Quantity.Time("--time", budget) : null,
            };
            if (parsed.GetValue(memory) is { } bytes)
                tuning = tuning with { MemoryBudget = Quantity.Bytes("--memory", bytes) };
            if (tuning.IsAuto && tuning.Space is not null)
                throw new CommandException("--learner must not be given with --auto, which tunes every learner.", ExitCode.Usage);
            if (file is not null && !File.Exists(file))
                throw new CommandException($"There is no file {file}.");
            var environment = SystemEnvironment.Of(context, parsed, program.Design.Name);
            var report = await program.TuneAsync(file, MappingOption.Read(parsed.GetValue(map)), tuning, context.RunOptions(parsed), environment, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(context.Json))
                await context.Output.WriteLineAsync(ReportJson.Write(report)).ConfigureAwait(false);
            else
                Print(report, context);
            return ExitCode.Done;
        });
        return command;
    }

    private static ISearch SearchOf(string how, int trials)
    {
        if (trials is < 1 or > 100_000)
            throw new CommandException("--trials must be between 1 and 100000.", ExitCode.Usage);
        return how switch
        {
            "tpe" => new TpeSearch(trials),
            "random" => new RandomSearch(trials),
            "grid" => new GridSearch(trials),
            "halving" => new SuccessiveHalving(trials),
            "hyperband" => new Hyperband(),
            _ => throw new CommandException($"--search must be one of {string.Join(", ", s_searches)}, but is '{how}'.", ExitCode.Usage),
        };
    }

    private static void Print(TuneReport report, CommandContext context)
    {
        var console = context.Console();
        foreach (var space in report.Trials.GroupBy(t => t.Space))
        {
            var ranked = space.OrderByDescending(t => t.IsBest).ThenBy(t => t.Number).ToList();
            var table = Tables.New(ranked.Count > Shown ? $"Trials of {space.Key}: the best and the first {Shown - 1} of {ranked.Count}; all are in the registry" : $"Trials of {space.Key}",
                "trial", report.Metric + " [95 % over folds]", "budget", "took", "point", "status", "version");
            foreach (var trial in ranked.Take(Shown))
                table.Row(Figures.Number(trial.Number), Figures.Interval(trial.Value, trial.Low, trial.High), Figures.Number(trial.Share), Figures.Duration(TimeSpan.FromSeconds(trial.Seconds)),
                    string.Join(", ", trial.Point.Select(p => $"{p.Key} {p.Value}")), trial.IsBest ? "best" : trial.Error ?? trial.Status, trial.Version);
            console.Write(table);
        }

        var ladder = Tables.New("On rows that no trial has seen", "rung", report.Metric + " [95 %]", "score p50/p99 µs", "fit", "size", "verdict", "chosen");
        foreach (var rung in report.Ladder)
            ladder.Row(rung.Model, Figures.Interval(rung.Value, rung.Low, rung.High), $"{Figures.Number(rung.P50Us)} / {Figures.Number(rung.P99Us)}",
                Figures.Duration(TimeSpan.FromSeconds(rung.TrainSeconds)), Figures.Bytes(rung.Bytes), rung.Verdict, rung.Chosen ? "chosen" : "");
        console.Write(ladder);
        foreach (var line in report.LeftOut)
            context.Output.WriteLine("Left out: " + line);
        context.Output.WriteLine(FormattableString.Invariant($"{report.Trials.Count} trials in {report.Seconds:F1} s{(report.IsOutOfTime ? ", stopped by the time budget" : "")}, folds {report.Folds}, seed {report.Seed}"));
        context.Output.WriteLine($"Chosen: {report.Chosen}");
        context.Output.WriteLine($"Registered as {report.System} {report.Version}, alias 'tuned'; trials as versions of {report.TrialsModel}.");
    }
}
