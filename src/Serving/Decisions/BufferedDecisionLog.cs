using System.Globalization;
using Bellwether.Data.Events;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Serving.Decisions;

/// <summary>The log of a replay or a simulation: a fact gets its place and is applied at once, and is appended in batches.</summary>
/// <remarks>Deterministic: places are given in the order of the calls, so that the same calls leave the same log. One batch is written
/// while the next fills; a third waits (back-pressure). Demands that nobody else writes to the store meanwhile; each flush checks that
/// the store gave the places that were foreseen. Keeps 8 bytes per fact to notice repeated ids. One caller at a time.</remarks>
public sealed class BufferedDecisionLog : IDecisionLog
{
    private readonly IEventStore _store;
    private readonly Action<StoredEvent> _apply;
    private readonly int _batchSize;
    private readonly HashSet<ulong> _seen = [];
    private List<EventRecord> _filling;
    private Task _writing = Task.CompletedTask;
    private long _last;

    /// <summary>A log on top of a store, which it does not own.</summary>
    /// <param name="store">Written by nobody else while this log is open.</param>
    /// <param name="apply">Called with each new fact, in order, before the call that brought it returns.</param>
    /// <param name="batchSize">How many facts go into one append.</param>
    public BufferedDecisionLog(IEventStore store, Action<StoredEvent> apply, int batchSize = 4096)
    {
        _store = store;
        _apply = apply;
        _batchSize = Require.Positive(batchSize);
        _filling = new List<EventRecord>(batchSize);
        _last = store.LastSequence;
    }

    /// <inheritdoc/>
    public int Backlog => _filling.Count;

    /// <summary>Always 0: a batch that the store refuses is thrown to the caller.</summary>
    public long Lost => 0;

    /// <inheritdoc/>
    /// <exception cref="EventStoreUnavailableException">A batch could not be written.</exception>
    public async ValueTask<LogOutcome> AppendDecisionAsync(EventRecord decision, TimeSpan patience) =>
        (await AppendOneAsync(decision, default)).Outcome == AppendOutcome.Appended ? LogOutcome.Buffered : LogOutcome.Taken;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> facts, CancellationToken cancellationToken = default)
    {
        var receipts = new AppendReceipt[facts.Count];
        for (var i = 0; i < facts.Count; i++)
            receipts[i] = await AppendOneAsync(facts[i], cancellationToken);
        return receipts;
    }

    /// <inheritdoc/>
    public async ValueTask<EventRecord?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default)
    {
        await FlushAsync(cancellationToken);
        return (await _store.FindAsync(system, type, id, cancellationToken))?.Event;
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        await StartWritingAsync(cancellationToken);
        await _writing;
    }

    /// <summary>Flushes.</summary>
    public async ValueTask DisposeAsync() => await FlushAsync();

    private async ValueTask<AppendReceipt> AppendOneAsync(EventRecord fact, CancellationToken cancellationToken)
    {
        if (!_seen.Add(StableHash.Of(fact.Id, StableHash.Of(fact.Type, StableHash.Of(fact.System)))))
        {
            await FlushAsync(cancellationToken);
            if (await _store.FindAsync(fact.System, fact.Type, fact.Id, cancellationToken) is { } held)
                return new AppendReceipt(held.Event.Equals(fact) ? AppendOutcome.Duplicate : AppendOutcome.Conflict, held.Sequence);
        }

        var place = ++_last;
        _filling.Add(fact);
        _apply(new StoredEvent(place, fact.Time, fact));
        if (_filling.Count >= _batchSize)
            await StartWritingAsync(cancellationToken);
        return new AppendReceipt(AppendOutcome.Appended, place);
    }

    private async ValueTask StartWritingAsync(CancellationToken cancellationToken)
    {
        await _writing;
        if (_filling.Count == 0)
            return;
        var batch = _filling;
        _filling = new List<EventRecord>(_batchSize);
        _writing = WriteAsync(batch, _last - batch.Count + 1, cancellationToken);
    }

    private async Task WriteAsync(List<EventRecord> batch, long first, CancellationToken cancellationToken)
    {
        var receipts = await _store.AppendAsync(batch, cancellationToken);
        for (var i = 0; i < receipts.Count; i++)
            if (receipts[i].Outcome != AppendOutcome.Appended || receipts[i].Sequence != first + i)
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A replay must be the only writer of its store, and its ids must be new: {batch[i].Type} '{batch[i].Id}' should have got place {first + i}, but the store answered '{receipts[i].Outcome}, place {receipts[i].Sequence}'. Replay into an empty store."));
    }
}
