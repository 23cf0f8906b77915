using System.Globalization;
using Bellwether.Data;
using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Tuning;
using Bellwether.Monitoring.Drift;
using Bellwether.Registry;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Living;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Tuning;

/// <summary>Tunes a system's learners on a file or on its store, keeps every trial, and registers what is chosen.</summary>
internal sealed class TuningRun<TRequest, TDecision>(
    FileRun<TRequest, TDecision> files, StoreTraining<TRequest, TDecision> stored, SystemDefinition<TRequest, TDecision> plain, TuneOptions tuning, RunOptions options, RunEnvironment environment)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>Tunes.</summary>
    public async Task<TuneReport> RunAsync(string? file, DataMapping? mapping, CancellationToken cancellationToken)
    {
        var began = environment.Clock.GetTimestamp();
        var source = file is null ? await FromStoreAsync(cancellationToken) : await FromFileAsync(file, mapping, cancellationToken);
        var (definition, metric) = (source.Definition, MetricCatalogue.Parse(source.Definition.Design.PrimaryMetric));
        var (split, _, words, isByTime) = new Trainer<TRequest, TDecision>(definition, options.Threads, environment.Progress).Cut(source.Table, options.Seed, source.HasRealTime);
        var (splitter, folds) = FoldsOf(split.Train, isByTime, definition.Design.Task);
        var scoreP99 = tuning.ScoreP99 ?? definition.Design.Latency.P99 / 5;
        var registry = ModelRegistry.Open(environment.Workspace.Registry, environment.Clock);
        var trialsModel = definition.Design.Name + "-trials";
        var study = string.Create(CultureInfo.InvariantCulture, $"{environment.Clock.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss} seed {options.Seed.Value}");
        var shelves = new List<TrialShelf>();
        var auto = new AutoMl(SpacesOf(definition.Design.Task), metric, splitter, tuning, scoreP99, options.Seed.Derive("tuning"), options.Threads)
        {
            Progress = environment.Progress,
            Clock = environment.Clock,
            LogOf = space =>
            {
                shelves.Add(new TrialShelf(registry, trialsModel, new StudyFacts(study, space.Name, tuning.Search.Name, metric.Name, folds, split.Train.Rows, split.Train.ContentHash(), source.From, source.To)));
                return shelves[^1];
            },
        };
        var (tuned, leftOut) = await auto.TuneAsync(split.Train, cancellationToken);
        Rung[] rungs = [.. tuning.IsAuto ? [] : definition.Ladder, .. tuned.Select(t => t.Rung)];
        var climb = new LadderClimb(rungs, metric, Trainer<TRequest, TDecision>.MetricsOf(definition.Design.Task, metric), scoreP99, options.Seed, options.Threads) { Progress = environment.Progress };
        var (judged, _) = climb.Climb(split, cancellationToken);
        var (compared, chosen) = auto.Choose(climb, judged, split.Test);
        var version = await KeepAsync(source, split, climb, compared[chosen], study, cancellationToken);
        return new TuneReport(definition.Design.Name, metric.Name, folds, words, Marked(shelves, tuned), LadderReports.Of(compared, metric.Name, chosen, version))
        {
            Chosen = compared[chosen].Rung.Learner.ToString() ?? "",
            Version = version,
            TrialsModel = trialsModel,
            LeftOut = leftOut,
            IsOutOfTime = tuned.Any(t => t.Result.IsOutOfTime),
            Seed = options.Seed.Value,
            Seconds = environment.Clock.GetElapsedTime(began).TotalSeconds,
        };
    }

    private IReadOnlyList<SearchSpace<ILearner>> SpacesOf(MlTask task)
    {
        var all = LearnerSpaces.Of(task == MlTask.Regression ? ModelOutput.Value : ModelOutput.Probability);
        if (tuning.IsAuto)
            return all;
        return [tuning.Space is null ? all[^1] : all.FirstOrDefault(s => s.Name == tuning.Space)
            ?? throw new TrainingException($"What is tuned must be one of {string.Join(", ", all.Select(s => s.Name))}, but '{tuning.Space}' is none of them.")];
    }

    /// <summary>Folds by time where the rows are judged by time and every fold can be judged; else stratified, grouped or at random.</summary>
    private (ISplitter Splitter, string Words) FoldsOf(Dataset rows, bool isByTime, MlTask task)
    {
        if (isByTime)
        {
            var byTime = new TimeSeriesSplit(tuning.Folds);
            try
            {
                if (task == MlTask.Regression || byTime.Split(rows, options.Seed).All(f => HasBoth(rows, f.Train.Span) && HasBoth(rows, f.Test.Span)))
                    return (byTime, FormattableString.Invariant($"{tuning.Folds} by time, each judged on what comes after what it learns from"));
            }
            catch (TrainingException)
            {
                // Too many rows of one instant: time cannot cut them.
            }
        }

        return (new AutoKFold(tuning.Folds), FormattableString.Invariant($"{tuning.Folds} at random{(task == MlTask.Regression ? "" : ", stratified by label")}"));
    }

    private static bool HasBoth(Dataset rows, ReadOnlySpan<int> places)
    {
        var positives = 0;
        foreach (var row in places)
            positives += rows.Labels[row] > 0.5 ? 1 : 0;
        return positives > 0 && positives < places.Length;
    }

    /// <summary>Registers the chosen recipe, fitted on all rows, and points the alias <c>tuned</c> at it.</summary>
    private async Task<string> KeepAsync(Source source, Split split, LadderClimb climb, FittedRung chosen, string study, CancellationToken cancellationToken)
    {
        var (design, all) = (source.Definition.Design, source.Table.Rows);
        var shelf = RegistryShelf.Open(environment.Workspace.Registry, design.Name, environment.Clock);
        var served = await shelf.AddAsync(climb.Refit(chosen.Rung, all, cancellationToken), new VersionNotes(chosen.Rung.Name, options.Seed.Value)
        {
            Sequences = source.Range,
            Times = (source.From, source.To),
            RowsHash = all.ContentHash(),
            Rows = all.Rows,
            Figures = LadderReports.Figures(chosen, design.PrimaryMetric, split.Test.Rows),
            Recipe = Data.Models.Recipe.Of(chosen.Rung.Learner),
            Reference = ReferenceProfile.Of(split.Test, chosen.Scores).ToJson(),
            Reason = $"tuned in study {study}; chosen, and fitted again on all rows",
        }, cancellationToken);
        await shelf.PointAsync("tuned", served.Version, $"chosen by study {study}", cancellationToken);
        return served.Version;
    }

    private static List<TrialReport> Marked(List<TrialShelf> shelves, IReadOnlyList<TunedSpace> tuned)
    {
        var best = tuned.ToDictionary(t => t.Space.Name, t => t.Result.Best.Number, StringComparer.Ordinal);
        return [.. shelves.SelectMany(s => s.Reports).Select(r => r with { IsBest = best.TryGetValue(r.Space, out var number) && number == r.Number })];
    }

    private async Task<Source> FromFileAsync(string file, DataMapping? mapping, CancellationToken cancellationToken)
    {
        var (definition, events, table) = await files.TableAsync(file, mapping, cancellationToken);
        return new Source(definition, table, events.Mapping.HasRealTime, (1, events.Requests.Count));
    }

    private async Task<Source> FromStoreAsync(CancellationToken cancellationToken)
    {
        await using var store = await environment.OpenStore(environment.Workspace.Events, cancellationToken);
        var (history, table, _) = await stored.ReadAsync(store, cancellationToken);
        return new Source(plain, table, true, history.Range);
    }

    private sealed record Source(SystemDefinition<TRequest, TDecision> Definition, TrainingTable<TRequest> Table, bool HasRealTime, (long First, long Last) Range)
    {
        public DateTimeOffset From => Table.Rows.Rows == 0 ? default : UnixMicroseconds.ToTime(Table.Rows.Times[0]);

        public DateTimeOffset To => Table.Rows.Rows == 0 ? default : UnixMicroseconds.ToTime(Table.Rows.Times[^1]);
    }
}
