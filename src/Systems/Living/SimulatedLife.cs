using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Monitoring.Drift;
using Bellwether.Numerics.Sketches;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;
using Bellwether.Systems.Building;
using Bellwether.Systems.Lifecycle;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Simulation;
using Bellwether.Systems.Training;
using Bellwether.Worlds;

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
    private readonly RegistryShelf _shelf;
    private readonly SimulationClock _clock;
    private readonly LifeMonitor<TRequest, TDecision> _monitor;
    private readonly Dictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReferenceProfile> _references = new(StringComparer.Ordinal);
    private ServedSystem<TRequest, TDecision>? _served;
    private ServedModel? _production;
    private DateTimeOffset _lastTraining;
    private int _trainings;

    public SimulatedLife(
        SystemDefinition<TRequest, TDecision> definition, RunOptions options, RunEnvironment environment, ISimulation<TRequest, TDecision> world, IEventStore store, RegistryShelf shelf)
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

    /// <summary>When the system came back after a crash.</summary>
    public List<DateTimeOffset> Restarts { get; } = [];

    /// <summary>Decisions by level made before the last start.</summary>
    public Dictionary<string, long> EarlierCounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Their latencies.</summary>
    public LatencyHistogram EarlierLatency { get; } = new();

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
        await StartAsync(cancellationToken);
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

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = _models["v1"];
        var composed = Composition.Of(_definition, _store, Slowed(_production!), first, new PipelineTiming { Clock = _clock });
        _served = await ServedSystem<TRequest, TDecision>.StartAsync(
            composed with
            {
                Replay = true,
                Pipeline = composed.Pipeline with { ShadowInline = true, Observers = [_monitor] },
                ModelOf = version => _models.TryGetValue(version, out var model) ? Slowed(model) : null,
                OnRolloutStep = OnStepAsync,
            },
            cancellationToken);
    }

    /// <summary>The process dies and comes back: everything in memory is gone, the log has what it needs.</summary>
    private async Task CrashAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var count in Served.Pipeline.Counts)
            EarlierCounts[count.Level] = EarlierCounts.GetValueOrDefault(count.Level) + count.Count;
        EarlierLatency.Add(Served.Pipeline.LatencyOf(DecisionStage.Whole));
        await Served.DisposeAsync();
        await StartAsync(cancellationToken);
        Restarts.Add(now);
        _environment.Progress.Say(FormattableString.Invariant($"day {(now - _world.Start).TotalDays:0.0}: crashed, and came back at place {Served.AppliedSequence} of the log"));
    }

    private ServedModel Slowed(ServedModel model) =>
        _world.Faults.Any(f => f.Kind == FaultKind.SlowModel) && model.Version != "v1"
            ? model with { Model = new SlowModel(model.Model, _clock, () => _world.Faults.Any(f => f.Kind == FaultKind.SlowModel && f.IsActive(_clock.Now - _world.Start))) }
            : model;

    private async ValueTask DecideAsync(TRequest request, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var answer = await Served.DecideAsync(request, cancellationToken);
        Book.Enter(request, answer.Decision, _world.Truth(), _world.Utility(answer.Decision), time);
        _world.Act(answer.Decision);
    }

    private async Task TickAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_world.Faults.Any(f => f.Kind == FaultKind.Crash && _world.Start + f.At <= now && _world.Start + f.At > now.AddHours(-1)))
            await CrashAsync(now, cancellationToken);
        Served.AdvanceOutcomes();
        await Served.AdvanceRolloutAsync(cancellationToken);
        var wantsTraining = _monitor.Evaluate(now);
        if (Served.Rollout?.State == RolloutState.Running)
            return;
        var why = TrainingCalendar.Why(_definition.Monitor, now, _world.Start, _lastTraining, _trainings, wantsTraining);
        if (why is not null)
            await TrainAsync(now, why, cancellationToken);
    }

    private async Task TrainAsync(DateTimeOffset now, string why, CancellationToken cancellationToken)
    {
        _lastTraining = now;
        _environment.Progress.Say(FormattableString.Invariant($"day {(now - _world.Start).TotalDays:0.0}: training, because {why}"));
        await Served.FlushAsync(cancellationToken);
        Retrained<TRequest> retrained;
        try
        {
            retrained = await new Retraining<TRequest, TDecision>(_definition, _store, _shelf, _options.Threads)
                .TrainAsync(now, _options.Seed.Derive("training").Derive(_trainings), why, _production?.Version, withRandomSplit: _trainings == 0, cancellationToken);
        }
        catch (TrainingException e)
        {
            _environment.Progress.Say($"  not trained: {e.Message}");
            return;
        }

        _trainings++;
        _environment.Progress.Say($"  {retrained}");
        Ladder = retrained.Ladder;
        Versions = [.. retrained.Versions.Select(v => v.Version)];
        foreach (var version in retrained.Versions)
            _models[version.Version] = version;
        _references[retrained.Chosen.Version] = retrained.Reference;
        await Served.StartRolloutAsync(Slowed(retrained.Chosen), cancellationToken: cancellationToken);
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
