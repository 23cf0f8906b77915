using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Monitoring.Drift;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;
using Bellwether.Systems.Building;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Simulation;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Living;

/// <summary>A system living in its world: it decides, is told outcomes, watches itself, trains, rolls out, hour by simulated hour.</summary>
internal sealed class SimulatedLife<TRequest, TDecision> : IAsyncDisposable
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private readonly SystemDefinition<TRequest, TDecision> _definition;
    private readonly RunOptions _options;
    private readonly RunEnvironment _environment;
    private readonly ISimulation<TRequest, TDecision> _world;
    private readonly IEventStore _store;
    private readonly IModelShelf _shelf;
    private readonly SimulationClock _clock;
    private readonly LifeMonitor<TRequest, TDecision> _monitor;
    private readonly Dictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReferenceProfile> _references = new(StringComparer.Ordinal);
    private ServedSystem<TRequest, TDecision>? _served;
    private ServedModel? _production;
    private DateTimeOffset _lastTraining;
    private int _trainings;

    public SimulatedLife(
        SystemDefinition<TRequest, TDecision> definition, RunOptions options, RunEnvironment environment, ISimulation<TRequest, TDecision> world, IEventStore store, IModelShelf shelf)
    {
        (_definition, _options, _environment, _world, _store, _shelf) = (definition, options, environment, world, store, shelf);
        _clock = new SimulationClock(world.Start);
        _monitor = new LifeMonitor<TRequest, TDecision>(definition, world.Start);
        Book = new DayBook<TRequest, TDecision>(definition.Measures, world.Start);
        _lastTraining = world.Start;
    }

    /// <summary>What decisions were worth.</summary>
    public DayBook<TRequest, TDecision> Book { get; }

    /// <summary>What was watched.</summary>
    public LifeMonitor<TRequest, TDecision> Monitor => _monitor;

    /// <summary>The ladder as it was climbed last.</summary>
    public TrainedLadder<TRequest>? Ladder { get; private set; }

    /// <summary>The versions of the ladder's rungs.</summary>
    public IReadOnlyList<string> Versions { get; private set; } = [];

    /// <summary>Every transition of every rollout.</summary>
    public List<RolloutReport> Rollouts { get; } = [];

    /// <summary>The running system.</summary>
    public ServedSystem<TRequest, TDecision> Served => _served!;

    /// <summary>Puts the first rung in charge.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var rung = _definition.Ladder[0];
        var seed = _options.Seed.Derive("first rung");
        var model = rung.Learner.Fit(new DatasetBuilder(_definition.Features.Schema).Build(), new FitContext(seed) { CancellationToken = cancellationToken });
        var first = await KeepAsync(model, new VersionNotes(rung.Name, seed.Value) { Reason = "the first rung, from the first day" }, cancellationToken);
        await _shelf.PointAsync("first-rung", first.Version, "the first rung, from the first day", cancellationToken);
        await _shelf.PointAsync("production", first.Version, "the first rung, from the first day", cancellationToken);
        _production = first;
        var composed = Composition.Of(_definition, _store, first, first, new PipelineTiming { Clock = _clock });
        _served = await ServedSystem<TRequest, TDecision>.StartAsync(
            composed with
            {
                Replay = true,
                Pipeline = composed.Pipeline with { ShadowInline = true, Observers = [_monitor] },
                ModelOf = version => _models.GetValueOrDefault(version),
                OnRolloutStep = OnStepAsync,
            },
            cancellationToken);
    }

    /// <summary>Lives until a time.</summary>
    public async Task LiveAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        for (var hour = _world.Start.AddHours(1); hour <= until; hour = hour.AddHours(1))
        {
            while (_world.Next(hour) is { } step)
            {
                _clock.Now = step.Time;
                if (step.Outcome is { } told)
                    await Served.AcceptAsync([told], cancellationToken);
                if (step.Request is { } request)
                    await DecideAsync(request, step.Time, cancellationToken);
            }

            _clock.Now = hour;
            await TickAsync(hour, cancellationToken);
            var elapsed = hour - _world.Start;
            _environment.Progress.Report("simulating", elapsed / (until - _world.Start), FormattableString.Invariant($"day {elapsed.TotalDays:0}"));
        }

        await Served.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_served is not null)
            await _served.DisposeAsync();
    }

    private async ValueTask DecideAsync(TRequest request, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var answer = await Served.DecideAsync(request, cancellationToken);
        Book.Enter(request, answer.Decision, _world.Truth(), _world.Utility(answer.Decision), time);
        _world.Act(answer.Decision);
    }

    private async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Served.AdvanceOutcomes();
        await Served.AdvanceRolloutAsync(cancellationToken);
        var wantsTraining = _monitor.Evaluate(now);
        var settings = _definition.Monitor;
        if (Served.Rollout?.State == RolloutState.Running)
            return;
        var since = now - _lastTraining;
        var why = _trainings == 0 ? (now - _world.Start >= settings.FirstTraining ? "enough labels for a first model" : null)
            : wantsTraining is not null && since >= settings.RetrainAtMostEvery ? wantsTraining
            : settings.RetrainEvery is { } every && since >= every ? "by the calendar"
            : null;
        if (why is not null)
            await TrainAsync(now, why, cancellationToken);
    }

    private async Task TrainAsync(DateTimeOffset now, string why, CancellationToken cancellationToken)
    {
        _lastTraining = now;
        _environment.Progress.Say(FormattableString.Invariant($"day {(now - _world.Start).TotalDays:0.0}: training, because {why}"));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        await Served.FlushAsync(cancellationToken);
        var history = await LabelledHistory<TRequest, TDecision>.ReadAsync(_store, Composition.Facts(_definition), _definition, _ => { }, cancellationToken);
        var table = TrainingRows.Build(history, _definition, now);
        var seed = _options.Seed.Derive("training").Derive(_trainings);
        TrainedLadder<TRequest> ladder;
        try
        {
            ladder = new Trainer<TRequest, TDecision>(_definition, _options.Threads, NoProgress.Instance).Climb(table, seed, hasRealTime: true, withRandomSplit: _trainings == 0, cancellationToken);
        }
        catch (TrainingException e)
        {
            _environment.Progress.Say($"not trained: {e.Message}");
            return;
        }

        _trainings++;
        Ladder = ladder;
        _environment.Progress.Say(FormattableString.Invariant($"  {ladder.Rows.Rows} rows, {System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {string.Join(", ", ladder.Rungs.Select(r => $"{r.Rung.Name} {r.Primary.Value:0.####}"))}; chosen: {ladder.ChosenRung.Rung.Name}"));
        var kept = await LadderKeeping.KeepAsync(_shelf, ladder, _definition, history.Range, seed, why, _production?.Version, cancellationToken);
        foreach (var version in kept)
            _models[version.Version] = version;
        Versions = [.. kept.Select(v => v.Version)];
        var chosen = kept[ladder.Chosen];
        await _shelf.PointAsync("candidate", chosen.Version, why, cancellationToken);
        _references[chosen.Version] = ReferenceProfile.Of(ladder.Test, ladder.ChosenRung.Scores);
        await Served.StartRolloutAsync(chosen, cancellationToken: cancellationToken);
    }

    private async Task<ServedModel> KeepAsync(IModel model, VersionNotes notes, CancellationToken cancellationToken)
    {
        var kept = await _shelf.AddAsync(model, notes, cancellationToken);
        _models[kept.Version] = kept;
        return kept;
    }

    private async ValueTask OnStepAsync(RolloutStep step, CancellationToken cancellationToken)
    {
        Rollouts.Add(new RolloutReport(step.Candidate, step.Step, step.Outcome, step.Reason, step.Time));
        if (step.Outcome != RolloutOutcome.Held)
            _environment.Progress.Say(FormattableString.Invariant($"day {(step.Time - _world.Start).TotalDays:0.0}: {step.Candidate} {step.Step} {step.Outcome}"));
        if (step.Outcome == RolloutOutcome.Completed)
        {
            _production = _models[step.Candidate];
            await _shelf.PointAsync("production", step.Candidate, step.Reason, cancellationToken);
            _monitor.InProduction(step.Time, _references[step.Candidate]);
        }
    }
}
