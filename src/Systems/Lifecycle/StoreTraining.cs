using Bellwether.Data.Formats;
using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Systems.Building;
using Bellwether.Systems.Living;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Lifecycle;

/// <summary>Trains and judges on what a workspace's store holds, by hand.</summary>
internal sealed class StoreTraining<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition, RunOptions options, RunEnvironment environment)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>Climbs the ladder on everything labelled by now and keeps every rung.</summary>
    public async Task<RunReport> TrainAsync(CancellationToken cancellationToken)
    {
        await using var store = await environment.OpenStore(environment.Workspace.Events, cancellationToken);
        var (history, table, now) = await ReadAsync(store, cancellationToken);
        var ladder = new Trainer<TRequest, TDecision>(definition, options.Threads, environment.Progress)
            .Climb(table, options.Seed, hasRealTime: true, withRandomSplit: true, cancellationToken);
        var shelf = RegistryShelf.Open(environment.Workspace.Registry, definition.Design.Name, environment.Clock);
        var versions = await LadderKeeping.KeepAsync(shelf, ladder, definition, history.Range, options.Seed, "trained by hand", parent: null, cancellationToken);
        await shelf.PointAsync("candidate", versions[ladder.Chosen].Version, "trained by hand", cancellationToken);
        return new RunReport(
            definition.Design.Name,
            new DataReport(environment.Workspace.Events, store.LastSequence, history.Rows[0].Request.Time, now)
            {
                Split = ladder.Split,
                TrainRows = ladder.Rows.Rows,
                TestRows = ladder.Test.Rows,
                LabelMean = ChosenModelReport.MeanLabel(ladder.Test),
            },
            LadderReports.Of(ladder, definition.Design.PrimaryMetric, [.. versions.Select(v => v.Version)]),
            new DecisionsReport(0, 0, 0, new Dictionary<string, long>()), [], [], [], "")
        {
            Seed = options.Seed.Value,
            Threads = options.Threads,
        };
    }

    /// <summary>Judges a version on every labelled decision old enough.</summary>
    public async Task<RungReport> EvaluateAsync(string version, CancellationToken cancellationToken)
    {
        var shelf = RegistryShelf.Open(environment.Workspace.Registry, definition.Design.Name, environment.Clock);
        var served = await shelf.FindAsync(version, cancellationToken)
            ?? throw new WorkspaceException($"The registry of '{definition.Design.Name}' has no version or alias '{version}'. 'bellwether models list {definition.Design.Name}' lists what there is.");
        await using var store = await environment.OpenStore(environment.Workspace.Events, cancellationToken);
        var (_, table, _) = await ReadAsync(store, cancellationToken);
        var mature = table.Rows.Select([.. Enumerable.Range(0, table.Rows.Rows).Where(i => table.IsMature[i])]);
        if (mature.Rows == 0)
            throw new TrainingException("There is no labelled decision old enough to be judged on. Wait for labels, or run the system first.");
        var scores = new double[mature.Rows];
        served.Model.Predict(mature, scores);
        var rows = new ScoredRows(scores, mature.Labels, mature.Weights);
        var evaluator = new Evaluator(new Bootstrap { Seed = options.Seed, Threads = options.Threads });
        var primary = MetricCatalogue.Parse(definition.Design.PrimaryMetric);
        var estimate = evaluator.Estimate(primary, rows, cancellationToken);
        var figures = Trainer<TRequest, TDecision>.MetricsOf(definition.Design.Task, primary)
            .Where(m => m.Task != MetricTask.Probability || served.Model.Output == ModelOutput.Probability)
            .Select(m => (m.Name, Estimate: evaluator.Estimate(m, rows, cancellationToken)))
            .Select(f => new FigureReport(f.Name, f.Estimate.Value, f.Estimate.Low, f.Estimate.High) { Rows = mature.Rows });
        return new RungReport(served.Model.Format, primary.Name, estimate.Value, estimate.Low, estimate.High, double.NaN, double.NaN, double.NaN, ArtifactFormats.Save(served.Model).Length, false)
        {
            Version = served.Version,
            Figures = [new FigureReport(primary.Name, estimate.Value, estimate.Low, estimate.High) { Rows = mature.Rows }, .. figures],
        };
    }

    /// <summary>Everything labelled by now, as rows.</summary>
    /// <exception cref="TrainingException">The store holds no decisions.</exception>
    public async Task<(LabelledHistory<TRequest, TDecision> History, TrainingTable<TRequest> Table, DateTimeOffset Now)> ReadAsync(IEventStore store, CancellationToken cancellationToken)
    {
        var history = await LabelledHistory<TRequest, TDecision>.ReadAsync(
            store, Composition.Facts(definition), definition, share => environment.Progress.Report("replaying", share), cancellationToken);
        environment.Progress.Report("replaying", 1);
        if (history.Rows.Count == 0)
            throw new TrainingException($"The store in {environment.Workspace.Events} holds no decisions of '{definition.Design.Name}'. Run or serve the system first.");
        var now = history.Rows.Max(r => r.Request.Time) is var last && last > environment.Clock.GetUtcNow() ? last : environment.Clock.GetUtcNow();
        return (history, TrainingRows.Build(history, definition, now), now);
    }
}
