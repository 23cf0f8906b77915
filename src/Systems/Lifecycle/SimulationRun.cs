using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Serving.Decisions;
using Bellwether.Systems.Building;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Living;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Simulation;
using Bellwether.Systems.Training;
using Bellwether.Worlds;

namespace Bellwether.Systems.Lifecycle;

/// <summary>Takes a system through its whole life in its world, and measures it.</summary>
internal sealed class SimulationRun<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition, RunOptions options, RunEnvironment environment)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>Runs.</summary>
    /// <exception cref="WorkspaceException">The system has no world.</exception>
    public async Task<RunReport> RunAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var world = Open();
        var until = world.Start.AddDays(options.Days);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beside = options.Threads > 1 ? Task.Run(() => SideLives(until, stop.Token), stop.Token) : null;
        try
        {
            return await RunAsync(world, until, began, beside, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            if (beside is not null)
                await ((Task)beside).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs, while the side lives may be lived on another thread: they share nothing with this one.</summary>
    private async Task<RunReport> RunAsync(
        ISimulation<TRequest, TDecision> world, DateTimeOffset until, long began, Task<(DayBook<TRequest, TDecision> Baseline, DayBook<TRequest, TDecision> Oracle)>? beside,
        CancellationToken cancellationToken)
    {
        await using var store = await environment.OpenStore(environment.Workspace.Events, cancellationToken);
        var shelf = RegistryShelf.Open(environment.Workspace.Registry, definition.Design.Name, environment.Clock);
        await using var life = new SimulatedLife<TRequest, TDecision>(definition, options, environment, world, store, shelf);
        await life.BeginAsync(cancellationToken);
        await life.LiveAsync(until, cancellationToken);
        var audit = await AuditAsync(store, cancellationToken);
        var fingerprint = await RunFingerprint.OfAsync(store, definition.Design.Name, shelf, cancellationToken);
        environment.Progress.Report("comparing", 0, "the first rung alone, and the known truth");
        var (baseline, oracle) = beside is null ? SideLives(until, cancellationToken) : await beside;
        environment.Progress.Report("comparing", 1);
        var report = Assemble(life, world, until, audit, fingerprint, baseline, oracle) with { Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds };
        var document = new DesignDocument(definition.Design, SystemFactsReader.Of(definition), report).WriteTo(environment.Workspace.Document);
        return report with { Document = document };
    }

    private ISimulation<TRequest, TDecision> Open()
    {
        var open = definition.World
            ?? throw new WorkspaceException($"'{definition.Design.Name}' has no simulated world: run it on a file with --data FILE, or define a world.");
        return open(new WorldSettings(options.Seed.Derive("world"), options.Days, options.WorldScale) { Faults = options.Faults });
    }

    private async Task<VectorAuditReport> AuditAsync(IEventStore store, CancellationToken cancellationToken)
    {
        environment.Progress.Report("auditing", 0);
        var audit = await new VectorAudit<TRequest, TDecision>(store, Composition.Facts(definition), () => new EngineFeatures<TRequest>(definition.Features)).RunAsync(cancellationToken: cancellationToken);
        environment.Progress.Report("auditing", 1);
        return audit;
    }

    private (DayBook<TRequest, TDecision> Baseline, DayBook<TRequest, TDecision> Oracle) SideLives(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var first = definition.Ladder[0].Learner.Fit(
            new DatasetBuilder(definition.Features.Schema).Build(), new FitContext(options.Seed) { CancellationToken = cancellationToken });
        var baseline = SideLife.WithModel(definition, Open(), first, until, cancellationToken);
        var oracle = SideLife.WithTruth(definition, Open(), until, cancellationToken);
        return (baseline, oracle);
    }

    private RunReport Assemble(
        SimulatedLife<TRequest, TDecision> life, ISimulation<TRequest, TDecision> world, DateTimeOffset until, VectorAuditReport audit, string fingerprint,
        DayBook<TRequest, TDecision> baseline, DayBook<TRequest, TDecision> oracle)
    {
        var ladder = life.Ladder is { } climbed ? LadderReports.Of(climbed, definition.Design.PrimaryMetric, life.Versions) : [];
        var decisions = DecisionFigures.Of(life.Served, audit, life.EarlierCounts, life.EarlierLatency);
        var business = DayBook<TRequest, TDecision>.Report(definition.Design.Business, life.Book, baseline, oracle);
        var data = new DataReport($"{definition.Design.Name}'s simulated world, {options.Days} days", life.Served.AppliedSequence, world.Start, until)
        {
            Split = life.Ladder?.Split ?? "",
            TrainRows = life.Ladder?.Rows.Rows ?? 0,
            TestRows = life.Ladder?.Test.Rows ?? 0,
            LabelMean = life.Ladder is { } l ? ChosenModelReport.MeanLabel(l.Test) : double.NaN,
        };
        return new RunReport(definition.Design.Name, data, ladder, decisions, life.Rollouts, Faults(life, world, until, oracle), business, "")
        {
            Seed = options.Seed.Value,
            Threads = options.Threads,
            Fingerprint = fingerprint,
            Alerts = life.Monitor.Alerts,
            Gates = Gates.Of(definition.Design, decisions, business, ladder),
            Slices = life.Ladder is { } a ? ChosenModelReport.Slices(a, definition) : [],
            Importance = life.Ladder is { } b ? ChosenModelReport.Importance(b) : [],
            OperatingPoints = life.Ladder is { } c ? ChosenModelReport.OperatingPoints(c, definition.Design.Task) : [],
            Calibration = life.Ladder is { } d ? ChosenModelReport.Calibration(d) : [],
            Series = [.. Series(life, baseline, oracle)],
        };
    }

    private static IEnumerable<SeriesReport> Series(SimulatedLife<TRequest, TDecision> life, DayBook<TRequest, TDecision> baseline, DayBook<TRequest, TDecision> oracle)
    {
        double[] Days(IReadOnlyList<double> values) => [.. values.Select((_, i) => (double)i)];
        yield return new SeriesReport("business/Bellwether", Days(life.Book.UtilityByDay), life.Book.UtilityByDay);
        yield return new SeriesReport("business/first rung alone", Days(baseline.UtilityByDay), baseline.UtilityByDay);
        yield return new SeriesReport("business/oracle", Days(oracle.UtilityByDay), oracle.UtilityByDay);
        yield return new SeriesReport("labels/true mean label", Days(life.Book.LabelByDay), life.Book.LabelByDay);
        foreach (var series in life.Monitor.Series)
            yield return series;
    }

    private static IReadOnlyList<FaultReport> Faults(
        SimulatedLife<TRequest, TDecision> life, ISimulation<TRequest, TDecision> world, DateTimeOffset end, DayBook<TRequest, TDecision> oracle) =>
    [
        .. world.Faults.Where(f => world.Start + f.At < end).Select(fault =>
        {
            var at = world.Start + fault.At;
            var until = fault.Duration is { } lasting ? at + lasting + TimeSpan.FromDays(1) : DateTimeOffset.MaxValue;
            var alert = life.Monitor.Alerts.FirstOrDefault(a => a.RaisedAt >= at && a.RaisedAt < until && IsSignOf(fault.Kind, a.Name));
            var recovered = alert is null ? null : Recovery.After(life.Book.UtilityByDay, oracle.UtilityByDay, (int)fault.At.TotalDays, (alert.RaisedAt - world.Start).TotalDays);
            var repaired = fault.Duration is not null ? alert?.ResolvedAt : recovered is { } day ? world.Start.AddDays(day) : null;
            if (fault.Kind == FaultKind.Crash)
                return new FaultReport(NameOf(fault.Kind), at, at, life.Restarts.FirstOrDefault(r => r >= at)) { Detail = fault.Detail, Signal = "restart" };
            return new FaultReport(NameOf(fault.Kind), at, alert?.RaisedAt, repaired)
            {
                Detail = fault.Detail,
                Signal = alert?.Name ?? "",
            };
        }),
    ];

    private static bool IsSignOf(FaultKind kind, string alert) => kind switch
    {
        FaultKind.NewPattern => alert.StartsWith("revealed-loss", StringComparison.Ordinal) || alert.StartsWith("prediction-drift", StringComparison.Ordinal),
        FaultKind.NullField => alert.StartsWith("missing", StringComparison.Ordinal) || alert.Contains("drift", StringComparison.Ordinal),
        FaultKind.SlowModel => alert.Contains("model-answers", StringComparison.Ordinal) || alert.StartsWith("fallback", StringComparison.Ordinal),
        _ => true,
    };

    private static string NameOf(FaultKind kind) => string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
