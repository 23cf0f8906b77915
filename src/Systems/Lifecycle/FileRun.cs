using System.Diagnostics;
using Bellwether.Data.Events;
using Bellwether.Data.Importing;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Systems.Building;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Living;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Lifecycle;

/// <summary>Takes a system through a file of real events: replay into features, ladder, choice, and the hold-out decided by the pipeline.</summary>
internal sealed class FileRun<TRequest, TDecision>(
    Func<IReadOnlyList<string>, SystemDefinition<TRequest, TDecision>> define, SystemDefinition<TRequest, TDecision> plain, RunOptions options, RunEnvironment environment)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>Runs.</summary>
    public async Task<RunReport> RunAsync(string file, DataMapping? mapping, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var (definition, events, table) = await TableAsync(file, mapping, cancellationToken);
        var ladder = new Trainer<TRequest, TDecision>(definition, options.Threads, environment.Progress)
            .Climb(table, options.Seed, events.Mapping.HasRealTime, withRandomSplit: true, cancellationToken);
        var shelf = RegistryShelf.Open(environment.Workspace.Registry, definition.Design.Name, environment.Clock);
        var versions = await LadderKeeping.KeepAsync(shelf, ladder, definition, (1, events.Requests.Count), options.Seed, $"run on {Path.GetFileName(file)}", null, cancellationToken);
        await shelf.PointAsync("production", versions[ladder.Chosen].Version, $"chosen on {Path.GetFileName(file)}", cancellationToken);
        await using var store = await environment.OpenStore(environment.Workspace.Events, cancellationToken);
        var (served, books) = await ReplayAsync(definition, events, ladder, versions, store, cancellationToken);
        await using var owned = served;
        var audit = await new VectorAudit<TRequest, TDecision>(store, Composition.Facts(definition), () => new EngineFeatures<TRequest>(definition.Features)).RunAsync(cancellationToken: cancellationToken);
        var report = Assemble(file, definition, events, ladder, versions, served, books, audit) with
        {
            Fingerprint = await RunFingerprint.OfAsync(store, definition.Design.Name, shelf, cancellationToken),
            Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds,
        };
        return report with { Document = new DesignDocument(definition.Design, SystemFactsReader.Of(definition), report).WriteTo(environment.Workspace.Document) };
    }

    /// <summary>Reads a file and replays it into rows.</summary>
    /// <exception cref="TrainingException">The file has no label.</exception>
    public async Task<(SystemDefinition<TRequest, TDecision> Definition, FileEvents<TRequest> Events, TrainingTable<TRequest> Table)> TableAsync(
        string file, DataMapping? mapping, CancellationToken cancellationToken)
    {
        var events = await FileEvents<TRequest>.ReadAsync(file, mapping, plain.KnownFiles, plain.LabelColumns, environment, cancellationToken);
        var definition = events.Mapping.Signals.Count > 0 ? define(events.Mapping.Signals) : plain;
        return (definition, events, TableOf(definition, events, cancellationToken));
    }

    private TrainingTable<TRequest> TableOf(SystemDefinition<TRequest, TDecision> definition, FileEvents<TRequest> events, CancellationToken cancellationToken)
    {
        if (events.Mapping.Label is null)
            throw new TrainingException($"The file needs a column with the label, but none was recognised; its columns are {string.Join(", ", events.Mapping.Columns.Select(c => c.Name))}. Name it with --map label=COLUMN.");
        var engine = definition.Features.CreateEngine();
        var rows = new DatasetBuilder(definition.Features.Schema);
        var vector = new double[definition.Features.Schema.Count];
        var requests = new List<TRequest>();
        var told = new ToldLater<TRequest>(definition.Told);
        foreach (var (request, label) in events.Requests)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var outcome in told.Until(request.Time))
                engine.Apply(outcome);
            engine.Compute(request, vector);
            if (!double.IsNaN(label))
            {
                rows.Add(vector, label, request.Time, request.Id, WeightOf(label));
                requests.Add(request);
                told.Add(request, label);
            }

            engine.Apply(request);
        }

        return new TrainingTable<TRequest>(rows.Build(), requests, [.. requests.Select(_ => true)]);
    }

    /// <summary>Decides every event of the file in order, with the model that has not seen the test rows; the books count the test rows.</summary>
    private async Task<(ServedSystem<TRequest, TDecision> Served, Books Books)> ReplayAsync(
        SystemDefinition<TRequest, TDecision> definition, FileEvents<TRequest> events, TrainedLadder<TRequest> ladder, IReadOnlyList<ServedModel> versions, IEventStore store,
        CancellationToken cancellationToken)
    {
        var clock = new SimulationClock(events.Requests[0].Request.Time);
        var judged = new ServedModel(versions[ladder.Chosen].Version, [], ladder.ChosenRung.Judged);
        var first = new ServedModel(versions[0].Version, [], ladder.Rungs[0].Judged);
        var composed = Composition.Of(definition, store, judged, first, new PipelineTiming { Clock = clock });
        var served = await ServedSystem<TRequest, TDecision>.StartAsync(composed with { Replay = true, Pipeline = composed.Pipeline with { ShadowInline = true } }, cancellationToken);
        var start = events.Requests[0].Request.Time;
        var books = new Books(new(definition.Measures, start), new(definition.Measures, start), new(definition.Measures, start));
        var baseline = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < ladder.Test.Rows; i++)
            baseline[ladder.Test.Ids[i]] = ladder.Rungs[0].Scores[i];
        var told = new ToldLater<TRequest>(definition.Told);
        for (var i = 0; i < events.Requests.Count; i++)
        {
            var (request, label) = events.Requests[i];
            foreach (var outcome in told.Until(request.Time))
            {
                clock.Now = outcome.Time;
                await served.AcceptAsync([outcome], cancellationToken);
            }

            clock.Now = request.Time;
            var answer = await served.DecideAsync(request, cancellationToken);
            if (!double.IsNaN(label))
                told.Add(request, label);
            if (baseline.TryGetValue(request.Id, out var firstScore))
            {
                Enter(books.Run, definition, request, answer.Decision, label);
                Enter(books.Baseline, definition, request, definition.Decide(request, firstScore), label);
                Enter(books.Oracle, definition, request, definition.BestKnowing(request, label), label);
            }

            if (i % 4096 == 0)
                environment.Progress.Report("replaying", (double)i / events.Requests.Count);
        }

        await served.FlushAsync(cancellationToken);
        environment.Progress.Report("replaying", 1);
        return (served, books);
    }

    private double WeightOf(double label) => label == 0 ? options.NegativeWeight : 1;

    private void Enter(DayBook<TRequest, TDecision> book, SystemDefinition<TRequest, TDecision> definition, TRequest request, TDecision decision, double label) =>
        book.Enter(request, decision, label, definition.Worth(request, decision, label), request.Time, WeightOf(label));

    private RunReport Assemble(
        string file, SystemDefinition<TRequest, TDecision> definition, FileEvents<TRequest> events, TrainedLadder<TRequest> ladder, IReadOnlyList<ServedModel> versions,
        ServedSystem<TRequest, TDecision> served, Books books, VectorAuditReport audit)
    {
        var design = definition.Design;
        var rungs = LadderReports.Of(ladder, design.PrimaryMetric, [.. versions.Select(v => v.Version)]);
        var decisions = DecisionFigures.Of(served, audit);
        var business = DayBook<TRequest, TDecision>.Report(design.Business, books.Run, books.Baseline, books.Oracle);
        var data = new DataReport(Path.GetFileName(file), events.Requests.Count, events.Requests[0].Request.Time, events.Requests[^1].Request.Time)
        {
            Split = ladder.Split,
            Mapping = [.. events.Mapping.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Trim())],
            TrainRows = ladder.Rows.Rows - ladder.Test.Rows,
            TestRows = ladder.Test.Rows,
            LabelMean = ChosenModelReport.MeanLabel(ladder.Test),
            Notes = [.. events.Notes, .. Weighting(), "Business figures are those of the judging rows, decided by the model that has not seen them; what is registered was fitted again on all rows."],
        };
        return new RunReport(design.Name, data, rungs, decisions, [], [], business, "")
        {
            Seed = options.Seed.Value,
            Threads = options.Threads,
            Gates = Gates.Of(design, decisions, business, rungs),
            Slices = ChosenModelReport.Slices(ladder, definition),
            Importance = ChosenModelReport.Importance(ladder),
            OperatingPoints = ChosenModelReport.OperatingPoints(ladder, design.Task),
            Calibration = ChosenModelReport.Calibration(ladder),
        };
    }

    private IEnumerable<string> Weighting() => options.NegativeWeight == 1 ? [] :
        [FormattableString.Invariant($"Every row with label 0 stands for {options.NegativeWeight} rows of the population, in fits, figures and business figures alike.")];

    private sealed record Books(DayBook<TRequest, TDecision> Run, DayBook<TRequest, TDecision> Baseline, DayBook<TRequest, TDecision> Oracle);
}
