using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>Joins outcomes to decisions by the decision's id and tells observers, in a bounded memory; what is no longer in memory is
/// looked up in the store.</summary>
/// <remarks>Time is event time: the window moves with <see cref="Advance"/>. Safe for concurrent use; observers are called outside the
/// lock. Deterministic when called in the same order.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
/// <param name="decisions">Reads decisions that come back from the store.</param>
/// <param name="find">Finds a decision by id; null when there is none.</param>
/// <param name="observer">Told of every joined outcome.</param>
/// <param name="options">Window and size.</param>
public sealed class OutcomeJoin<TRequest, TDecision>(
    DecisionContract<TRequest, TDecision> decisions,
    Func<string, CancellationToken, ValueTask<EventRecord?>> find,
    IDecisionObserver<TRequest, TDecision> observer,
    OutcomeJoinOptions options)
    where TRequest : class, IEvent
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Pending, (DateTimeOffset Time, long Order)> _byTime = new();
    private long _order, _joined, _unmatched, _dropped;

    /// <summary>How many decisions wait for their outcome.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _pending.Count;
        }
    }

    /// <summary>How many outcomes found their decision, silence included.</summary>
    public long Joined => Interlocked.Read(ref _joined);

    /// <summary>How many outcomes named a decision that is not in the log.</summary>
    public long Unmatched => Interlocked.Read(ref _unmatched);

    /// <summary>How many decisions left the memory before their window was over, because it was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Keeps a decision until its outcome comes or its window is over.</summary>
    public void Add(DecisionRecord<TRequest, TDecision> record)
    {
        var kept = new Pending(options.KeepVectors ? record.Detach() : record with { Vector = default });
        lock (_gate)
        {
            if (!_pending.TryAdd(record.Id, kept))
                return;
            kept.Order = _order++;
            _byTime.Enqueue(kept, (record.Time, kept.Order));
            Compact_NeedsLock();
            while (_pending.Count > options.Capacity && _byTime.TryDequeue(out var oldest, out _))
                if (_pending.Remove(oldest.Record.Id))
                    _dropped++;
        }
    }

    /// <summary>Adds a shadow's score to the decision it belongs to, where that is still waiting.</summary>
    public void Add(ShadowScore score)
    {
        lock (_gate)
            if (_pending.TryGetValue(score.DecisionId, out var pending))
                if (!pending.Record.Shadows.Contains(score))
                    pending.Record = pending.Record with { Shadows = [.. pending.Record.Shadows, score] };
    }

    /// <summary>Joins one outcome. Its decision leaves the memory: a second outcome of the same decision is found through the store.</summary>
    public async ValueTask OutcomeAsync(OutcomeLabel outcome, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        DecisionRecord<TRequest, TDecision>? record = null;
        lock (_gate)
            if (_pending.Remove(outcome.DecisionId, out var pending))
                record = pending.Record;
        if (record is null && await find(outcome.DecisionId, cancellationToken) is { } stored)
        {
            record = decisions.Read(stored);
            if (!options.KeepVectors)
                record = record with { Vector = default };
        }

        if (record is null)
        {
            CountUnmatched();
            return;
        }

        Interlocked.Increment(ref _joined);
        observer.OnOutcome(record, outcome.Label, time);
    }

    /// <summary>Forgets a decision whose outcome was joined before, without telling anybody: for a restart.</summary>
    public void Forget(string decisionId)
    {
        lock (_gate)
            _pending.Remove(decisionId);
    }

    /// <summary>Counts an outcome whose decision could not be looked up.</summary>
    internal void CountUnmatched() => Interlocked.Increment(ref _unmatched);

    /// <summary>Moves the window: decisions older than it get <see cref="OutcomeJoinOptions.LabelWhenNone"/>, where there is one, and leave.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (true)
        {
            Pending? over = null;
            lock (_gate)
            {
                if (!_byTime.TryPeek(out var oldest, out var key) || key.Time + options.Window > now)
                    return;
                _byTime.Dequeue();
                if (_pending.Remove(oldest.Record.Id))
                    over = oldest;
            }

            if (over is null || options.LabelWhenNone is not { } label)
                continue;
            Interlocked.Increment(ref _joined);
            observer.OnOutcome(over.Record, label, over.Record.Time + options.Window);
        }
    }

    private void Compact_NeedsLock()
    {
        if (_byTime.Count < (2 * _pending.Count) + 1024)
            return;
        _byTime.Clear();
        foreach (var pending in _pending.Values)
            _byTime.Enqueue(pending, (pending.Record.Time, pending.Order));
    }

    private sealed class Pending(DecisionRecord<TRequest, TDecision> record)
    {
        public DecisionRecord<TRequest, TDecision> Record { get; set; } = record;

        public long Order { get; set; }
    }
}
