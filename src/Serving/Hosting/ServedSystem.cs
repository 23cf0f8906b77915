using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Hosting;

/// <summary>A system that runs: requests in, decisions out, everything in the log, restored from the log after a stop of any kind.</summary>
/// <remarks>Safe for concurrent use, except as a replay, which has one caller. Feature state is a pure function of the log: it is brought
/// up to date from the last snapshot at the start, and follows the store from there.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public sealed class ServedSystem<TRequest, TDecision> : IServedSystem
    where TRequest : class, IEvent
{
    private readonly ServedSystemOptions<TRequest, TDecision> _options;
    private readonly FeatureState<TRequest> _features;
    private readonly DecisionPipeline<TRequest, TDecision> _pipeline;
    private readonly IDecisionLog _log;
    private readonly OutcomeJoin<TRequest, TDecision> _join;
    private readonly ServedRollout<TRequest, TDecision> _rollout;
    private readonly LogFollower<TRequest, TDecision> _follower;
    private readonly FactIntake _intake;
    private readonly ObserverSet<TRequest, TDecision> _told;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _saving = new(1);
    private Task _ticking = Task.CompletedTask;
    private long _saved;
    private int _working;
    private volatile bool _draining;
    private volatile string? _backgroundFault;

    private ServedSystem(
        ServedSystemOptions<TRequest, TDecision> options, FeatureState<TRequest> features, DecisionContract<TRequest, TDecision> contract,
        LogFollower<TRequest, TDecision> follower, IDecisionLog log)
    {
        _options = options;
        _features = features;
        _follower = follower;
        _log = log;
        _saved = features.AppliedSequence;
        var watch = new RolloutWatch<TRequest, TDecision>(options.RolloutMetrics);
        _told = new ObserverSet<TRequest, TDecision>([.. options.Pipeline.Observers, watch]);
        _join = new OutcomeJoin<TRequest, TDecision>(contract, (id, token) => log.FindAsync(options.Name, FactTypes.Decision, id, token), _told, options.Join);
        _pipeline = new DecisionPipeline<TRequest, TDecision>(
            options.Pipeline with { Observers = [.. options.Pipeline.Observers, watch, new JoinFeed<TRequest, TDecision>(_join)] }, features, contract, log);
        _rollout = new ServedRollout<TRequest, TDecision>(options, _pipeline, log, watch);
        _intake = new FactIntake(options.Name, options.Clock, log);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public IEventContract RequestContract => EventContract<TRequest>.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<IEventContract> EventContracts => _options.Events;

    /// <inheritdoc/>
    public IReadOnlyList<IEventContract> OutcomeContracts => [.. _options.Outcomes.Select(o => o.Contract)];

    /// <inheritdoc/>
    public IReadOnlyList<ServedModel> Models
    {
        get
        {
            var arms = _pipeline.Arms;
            return [.. arms.Others.Prepend(arms.Control).Concat(arms.Shadows).Select(a => a.Model).OfType<ServedModel>()
                .Concat(_options.Pipeline.Fallbacks.Select(f => f.Model)).DistinctBy(m => m.Version, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public bool IsReady => !_draining && _pipeline.IsReady;

    /// <summary>How decisions are made: counts, latencies, arms.</summary>
    public DecisionPipeline<TRequest, TDecision> Pipeline => _pipeline;

    /// <summary>The rollout under way, or the last one; null when there was none.</summary>
    public RolloutController? Rollout => _rollout.Controller;

    /// <summary>The place in the log up to which features are.</summary>
    public long AppliedSequence => _features.AppliedSequence;

    /// <summary>Restores a system from its snapshot and its log, and starts it.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be read now.</exception>
    /// <exception cref="ArgumentException">A model wants features that the system has not.</exception>
    public static async ValueTask<ServedSystem<TRequest, TDecision>> StartAsync(
        ServedSystemOptions<TRequest, TDecision> options, CancellationToken cancellationToken = default)
    {
        var contract = new DecisionContract<TRequest, TDecision>(options.Name, options.Format);
        var facts = new FactReader<TRequest, TDecision>(contract, options.Events.Concat(options.Outcomes.Select(o => o.Contract)));
        var features = new FeatureState<TRequest>(options.Features);
        await RestoreSnapshotAsync(options, features, cancellationToken);
        var follower = await LogFollower<TRequest, TDecision>.StartAsync(options.Store, features, facts, live: !options.Replay, cancellationToken);
        IDecisionLog log = options.Replay
            ? new BufferedDecisionLog(options.Store, follower.Apply, options.ReplayBatch)
            : new DurableDecisionLog(options.Store, options.Pipeline.Timing.Clock, options.Log);
        var system = new ServedSystem<TRequest, TDecision>(options, features, contract, follower, log);
        try
        {
            await system.RestoreAsync(contract, cancellationToken);
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }

        ServingMeters.Watch(options.Name, () => (log.Backlog, log.Lost, features.AppliedSequence));
        if (!options.Replay)
            system._ticking = system.TickAsync();
        return system;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Describe() =>
        SystemDescription.Write(this, _pipeline, _join, _log, _features, _follower.Unreadable, _told.Faults, _backgroundFault, _rollout.Controller, _options.Alerts());

    /// <inheritdoc/>
    public async ValueTask<ServedAnswer> DecideAsync(ReadOnlyMemory<byte> requestJson, CancellationToken cancellationToken = default)
    {
        var start = _options.Pipeline.Timing.Stopwatch.GetTimestamp();
        var request = EventContract<TRequest>.Instance.Read(requestJson.Span, out var errors);
        if (request is null)
            return new ServedAnswer(AnswerStatus.Invalid, default, errors);
        if (_intake.CheckTime(request, RequestContract, "") is { } error)
            return new ServedAnswer(AnswerStatus.Invalid, default, [error]);
        _pipeline.Time(DecisionStage.Validate, _options.Pipeline.Timing.Stopwatch.GetElapsedTime(start));
        var answer = await DecideAsync(request, cancellationToken);
        return answer.IsConflict
            ? new ServedAnswer(AnswerStatus.Conflict, default, [FactIntake.Used("id", request.Id, "request")])
            : new ServedAnswer(AnswerStatus.Ok, AnswerWriter.Decision(answer, _options.Format), []);
    }

    /// <summary>Decides one typed request, which is taken as valid.</summary>
    /// <exception cref="EventStoreUnavailableException">The system is stopping.</exception>
    public async ValueTask<DecisionAnswer<TDecision>> DecideAsync(TRequest request, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            return await _pipeline.DecideAsync(request, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ServedAnswer> AcceptAsync(string type, IReadOnlyList<ReadOnlyMemory<byte>> eventsJson, CancellationToken cancellationToken = default)
    {
        var outcome = _options.Outcomes.FirstOrDefault(o => o.Contract.TypeName == type);
        if ((outcome?.Contract ?? _options.Events.FirstOrDefault(c => c.TypeName == type)) is not { } contract)
            return new ServedAnswer(AnswerStatus.UnknownType, default, []);
        var records = _intake.Read(contract, eventsJson, out var errors);
        if (errors.Count > 0)
            return new ServedAnswer(AnswerStatus.Invalid, default, errors);
        Enter();
        try
        {
            if (await _intake.ConflictsAsync(records, cancellationToken) is { Count: > 0 } conflicts)
                return new ServedAnswer(AnswerStatus.Conflict, default, conflicts);
            var receipts = await TakeAsync(records, cancellationToken);
            if (_intake.Conflicts(records, receipts) is { Count: > 0 } late)
                return new ServedAnswer(AnswerStatus.Conflict, default, late);
            var taken = receipts.Count(r => r.Outcome == AppendOutcome.Appended);
            return new ServedAnswer(AnswerStatus.Ok, AnswerWriter.Accepted(taken, receipts.Count - taken), []);
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    /// <summary>Takes typed events and outcomes of any of the system's types, which are taken as valid.</summary>
    /// <returns>One receipt each, in order.</returns>
    /// <exception cref="ArgumentException">The system takes no events of this type.</exception>
    /// <exception cref="EventStoreUnavailableException">Nothing was taken; the store is away, or the system is stopping.</exception>
    public async ValueTask<IReadOnlyList<AppendReceipt>> AcceptAsync(IReadOnlyList<IEvent> events, CancellationToken cancellationToken = default)
    {
        var records = new EventRecord[events.Count];
        for (var i = 0; i < records.Length; i++)
            records[i] = ContractOf(events[i].GetType().Name).ToRecord(Name, events[i]);
        Enter();
        try
        {
            return await TakeAsync(records, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _working);
        }
    }

    /// <summary>Begins to roll a candidate out by the system's plan, or another one.</summary>
    /// <exception cref="InvalidOperationException">A rollout is under way, or there is no plan.</exception>
    /// <exception cref="ArgumentException">The candidate wants features that the system has not.</exception>
    /// <exception cref="EventStoreUnavailableException">The step could not be written: the rollout begins when the store is back.</exception>
    public ValueTask<RolloutStep> StartRolloutAsync(ServedModel candidate, RolloutPlan? plan = null, CancellationToken cancellationToken = default)
    {
        _ = new SchemaProjection(candidate.Model, _features.Schema);
        return _rollout.StartAsync(candidate, plan ?? _options.Rollout ?? throw new InvalidOperationException($"{Name} must have a rollout plan, but has none. Give one."), cancellationToken);
    }

    /// <summary>Looks at the rollout's evidence and moves it on where it says so. A server does this by itself; a replay calls it.</summary>
    /// <returns>The transition; null when nothing changed.</returns>
    public ValueTask<RolloutStep?> AdvanceRolloutAsync(CancellationToken cancellationToken = default) => _rollout.AdvanceAsync(cancellationToken);

    /// <summary>Takes the candidate out at once.</summary>
    /// <returns>The transition; null when there is nothing to roll back.</returns>
    public ValueTask<RolloutStep?> RollbackAsync(string reason, CancellationToken cancellationToken = default) => _rollout.RollbackAsync(reason, cancellationToken);

    /// <summary>Moves the outcome window to the clock's time. A server does this by itself; a replay calls it.</summary>
    public void AdvanceOutcomes() => _join.Advance(_options.Clock.GetUtcNow());

    /// <summary>Completes when everything decided or taken so far is durable.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is away.</exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _log.FlushAsync(cancellationToken);

    /// <summary>Saves the feature state now.</summary>
    /// <returns>Whether it was saved: false without a snapshot store, or when features cannot be saved.</returns>
    public async ValueTask<bool> SaveSnapshotAsync(CancellationToken cancellationToken = default)
    {
        if (_options.Snapshots is null || !_features.CanSave)
            return false;
        await _saving.WaitAsync(cancellationToken);
        try
        {
            var (sequence, state) = _features.Save();
            await _options.Snapshots.SaveAsync(Name, FeatureSnapshotFormat.Write(_features.Schema.Fingerprint, sequence, state), cancellationToken);
            _saved = sequence;
            return true;
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="EventStoreUnavailableException">The store is away: decisions are left in the backlog.</exception>
    public async ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        _draining = true;
        while (Volatile.Read(ref _working) > 0)
            await Task.Delay(2, cancellationToken);
        await _pipeline.FlushShadowsAsync(cancellationToken);
        try
        {
            await _log.FlushAsync(cancellationToken);
        }
        catch (EventStoreUnavailableException away)
        {
            throw new EventStoreUnavailableException(
                $"{Name} stops while its event store is away: {_log.Backlog} decisions that were answered with \"durable\": false are not kept; everything acknowledged is. {away.Message}",
                away.RetryAfter, away);
        }

        await SaveSnapshotAsync(cancellationToken);
    }

    /// <summary>Stops at once. A replay writes what it buffered; a server's backlog is lost unless it was drained before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        _draining = true;
        ServingMeters.Forget(Name);
        await _stop.CancelAsync();
        await _ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _pipeline.DisposeAsync();
        await _log.DisposeAsync();
        _follower.Dispose();
        _rollout.Dispose();
        _saving.Dispose();
        _stop.Dispose();
    }

    private static async ValueTask RestoreSnapshotAsync(
        ServedSystemOptions<TRequest, TDecision> options, FeatureState<TRequest> features, CancellationToken cancellationToken)
    {
        if (options.Snapshots is null || !features.CanSave
            || await options.Snapshots.LoadAsync(options.Name, cancellationToken) is not { } bytes
            || FeatureSnapshotFormat.Read(bytes, features.Schema.Fingerprint) is not var (sequence, state)
            || sequence > options.Store.LastSequence)
            return;
        try
        {
            features.Restore(sequence, state);
        }
        catch (FormatException)
        {
            // Of another version of the features: the log has everything, replaying it takes longer.
        }
    }

    private async ValueTask RestoreAsync(DecisionContract<TRequest, TDecision> contract, CancellationToken cancellationToken)
    {
        var steps = new List<RolloutStep>();
        await foreach (var stored in _options.Store.ReadAsync(new EventQuery { System = Name, Types = [FactTypes.Rollout] }, cancellationToken))
            steps.Add(RolloutStep.FromRecord(stored.Event));
        if (_options.Join.LabelWhenNone is not null)
        {
            // Decisions whose silence is still to be told; those with an outcome are taken out again.
            string[] types = [FactTypes.Decision, .. _options.Outcomes.Select(o => o.Contract.TypeName)];
            var query = new EventQuery { System = Name, Types = types, From = _options.Clock.GetUtcNow() - _options.Join.Window };
            await foreach (var stored in _options.Store.ReadAsync(query, cancellationToken))
            {
                if (stored.Event.Type == FactTypes.Decision)
                    _join.Add(contract.Read(stored.Event));
                else if (LabelOf(stored.Event) is { } label)
                    _join.Forget(label.DecisionId);
            }
        }

        await _rollout.RestoreAsync(steps, cancellationToken);
    }

    private void Enter()
    {
        Interlocked.Increment(ref _working);
        if (!_draining)
            return;
        Interlocked.Decrement(ref _working);
        throw new EventStoreUnavailableException($"{Name} is stopping and takes no new work. Try again in a moment.", TimeSpan.FromSeconds(5));
    }

    private IEventContract ContractOf(string type) => _options.Events.Concat(_options.Outcomes.Select(o => o.Contract)).FirstOrDefault(c => c.TypeName == type)
        ?? throw new ArgumentException($"{Name} takes no events of type '{type}'.", nameof(type));

    private OutcomeLabel? LabelOf(EventRecord record) =>
        _options.Outcomes.FirstOrDefault(o => o.Contract.TypeName == record.Type) is { } outcome ? outcome.LabelOf(outcome.Contract.FromRecord(record)) : null;

    private async ValueTask<IReadOnlyList<AppendReceipt>> TakeAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellationToken)
    {
        var receipts = await _log.AppendAsync(records, cancellationToken);
        for (var i = 0; i < records.Count; i++)
        {
            if (receipts[i].Outcome != AppendOutcome.Appended)
                continue;
            var isOutcome = _options.Outcomes.Any(o => o.Contract.TypeName == records[i].Type);
            (isOutcome ? ServingMeters.Outcomes : ServingMeters.Events).Add(1, ServingMeters.Tag("system", Name), ServingMeters.Tag("type", records[i].Type));
            if (!isOutcome || LabelOf(records[i]) is not { } label)
                continue;
            try
            {
                await _join.OutcomeAsync(label, records[i].Time, cancellationToken);
            }
            catch (EventStoreUnavailableException)
            {
                // The outcome itself is durable; only its decision cannot be looked up now.
                _join.CountUnmatched();
            }
        }

        return receipts;
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(_options.Tick, _options.Clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                AdvanceOutcomes();
                await AdvanceRolloutAsync(_stop.Token);
                if (_features.AppliedSequence - _saved >= _options.SnapshotEvery)
                    await SaveSnapshotAsync(_stop.Token);
                _backgroundFault = null;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store, the disk or the registry is away: shown in the description, and the next tick tries again.
                _backgroundFault = $"{e.GetType().Name}: {e.Message}";
            }
        }
    }
}
