using System.Collections.Concurrent;
using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>The log of a server: a decision is acknowledged when it is durable; while the store is away it waits in a bounded backlog
/// that is appended when the store is back.</summary>
/// <remarks>Ids make the backlog idempotent: what was in flight when the store went away is simply appended again. Facts become
/// features only through the store's subscription, so the backlog changes no state before it is durable. Safe for concurrent use.</remarks>
public sealed class DurableDecisionLog : IDecisionLog
{
    private readonly IEventStore _store;
    private readonly TimeProvider _clock;
    private readonly DurableLogOptions _options;
    private readonly Lock _gate = new();
    private readonly Queue<EventRecord> _backlog = new();
    private readonly ConcurrentDictionary<string, EventRecord> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _draining = new(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _drainer = Task.CompletedTask;
    private long _awayUntil = long.MinValue, _lost;
    private volatile bool _away;

    /// <summary>A log on top of a store, which it does not own.</summary>
    public DurableDecisionLog(IEventStore store, TimeProvider clock, DurableLogOptions? options = null)
    {
        _store = store;
        _clock = clock;
        _options = options ?? new DurableLogOptions();
    }

    /// <inheritdoc/>
    public int Backlog => _waiting.Count;

    /// <inheritdoc/>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Whether the store failed last time and the time it named has not passed.</summary>
    public bool IsStoreAway => _away && _clock.GetTimestamp() < Interlocked.Read(ref _awayUntil);

    /// <inheritdoc/>
    public ValueTask<LogOutcome> AppendDecisionAsync(EventRecord decision, TimeSpan patience)
    {
        if (!_waiting.IsEmpty && _waiting.ContainsKey(decision.Id))
            return ValueTask.FromResult(LogOutcome.Waiting);
        return IsStoreAway ? ValueTask.FromResult(Defer(decision)) : AppendNowAsync(decision, patience);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> facts, CancellationToken cancellationToken = default)
    {
        try
        {
            var receipts = await _store.AppendAsync(facts, cancellationToken);
            _away = false;
            return receipts;
        }
        catch (EventStoreUnavailableException e)
        {
            GoneAway(e);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<EventRecord?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default) =>
        type == FactTypes.Decision && _waiting.TryGetValue(id, out var waiting) ? waiting : (await _store.FindAsync(system, type, id, cancellationToken))?.Event;

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        while (!_waiting.IsEmpty)
        {
            await DrainAsync(cancellationToken);
            // What is left then is in flight in the store: it ends there, or comes back to the backlog.
            if (!_waiting.IsEmpty)
                await Task.Delay(TimeSpan.FromMilliseconds(5), _clock, cancellationToken);
        }
    }

    /// <summary>Stops trying. What still waits is dropped and counted as lost; call <see cref="FlushAsync"/> before.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drainer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Add(ref _lost, _waiting.Count);
        _waiting.Clear();
        _draining.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<LogOutcome> AppendNowAsync(EventRecord decision, TimeSpan patience)
    {
        var appending = _store.AppendAsync([decision], CancellationToken.None);
        try
        {
            IReadOnlyList<AppendReceipt> receipts;
            if (appending.IsCompleted)
            {
                receipts = await appending;
            }
            else
            {
                var task = appending.AsTask();
                try
                {
                    receipts = await task.WaitAsync(patience, _clock);
                }
                catch (TimeoutException) when (!task.IsCompleted)
                {
                    return Watch(task, decision);
                }
            }

            _away = false;
            return receipts[0].Outcome == AppendOutcome.Appended ? LogOutcome.Durable : LogOutcome.Taken;
        }
        catch (EventStoreUnavailableException e)
        {
            GoneAway(e);
            return Defer(decision);
        }
    }

    private LogOutcome Watch(Task<IReadOnlyList<AppendReceipt>> appending, EventRecord decision)
    {
        if (!_waiting.TryAdd(decision.Id, decision))
            return LogOutcome.Waiting;
        _ = WatchAsync(appending, decision);
        return LogOutcome.Deferred;
    }

    private async Task WatchAsync(Task<IReadOnlyList<AppendReceipt>> appending, EventRecord decision)
    {
        try
        {
            if ((await appending)[0].Outcome == AppendOutcome.Conflict)
                Interlocked.Increment(ref _lost);
            _waiting.TryRemove(decision.Id, out _);
        }
        catch (EventStoreUnavailableException e)
        {
            GoneAway(e);
            Enqueue(decision);
        }
        catch (Exception) when (_waiting.TryRemove(decision.Id, out _))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private LogOutcome Defer(EventRecord decision)
    {
        if (_waiting.Count >= _options.BacklogCapacity)
        {
            Interlocked.Increment(ref _lost);
            return LogOutcome.Lost;
        }

        if (!_waiting.TryAdd(decision.Id, decision))
            return LogOutcome.Waiting;
        Enqueue(decision);
        return LogOutcome.Deferred;
    }

    private void Enqueue(EventRecord decision)
    {
        lock (_gate)
        {
            _backlog.Enqueue(decision);
            if (_drainer.IsCompleted && !_stop.IsCancellationRequested)
                _drainer = DrainUntilEmptyAsync();
        }
    }

    private void GoneAway(EventStoreUnavailableException cause)
    {
        var pause = cause.RetryAfter > _options.RetryAtLeast ? cause.RetryAfter : _options.RetryAtLeast;
        Interlocked.Exchange(ref _awayUntil, _clock.GetTimestamp() + (long)(pause.TotalSeconds * _clock.TimestampFrequency));
        _away = true;
    }

    private async Task DrainUntilEmptyAsync()
    {
        await Task.Yield();
        while (true)
        {
            var left = TimeSpan.FromSeconds((Interlocked.Read(ref _awayUntil) - (double)_clock.GetTimestamp()) / _clock.TimestampFrequency);
            await Task.Delay(_away && left > _options.RetryAtLeast ? left : _options.RetryAtLeast, _clock, _stop.Token);
            try
            {
                await DrainAsync(_stop.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                continue;
            }

            lock (_gate)
            {
                if (_backlog.Count > 0)
                    continue;
                _drainer = Task.CompletedTask;
                return;
            }
        }
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        await _draining.WaitAsync(cancellationToken);
        try
        {
            var size = _options.BatchSize;
            while (true)
            {
                EventRecord[] batch;
                lock (_gate)
                    batch = [.. _backlog.Take(size)];
                if (batch.Length == 0)
                    return;
                IReadOnlyList<AppendReceipt> receipts;
                try
                {
                    receipts = await AppendAsync(batch, cancellationToken);
                }
                catch (ArgumentException) when (batch.Length > 1)
                {
                    // The store refuses one of them for good: it is found one by one, and keeps none of the others.
                    size = 1;
                    continue;
                }
                catch (ArgumentException)
                {
                    receipts = [new AppendReceipt(AppendOutcome.Conflict, 0)];
                }

                lock (_gate)
                    for (var i = 0; i < batch.Length; i++)
                        _backlog.Dequeue();
                Interlocked.Add(ref _lost, receipts.Count(r => r.Outcome == AppendOutcome.Conflict));
                foreach (var decision in batch)
                    _waiting.TryRemove(decision.Id, out _);
            }
        }
        finally
        {
            _draining.Release();
        }
    }
}
