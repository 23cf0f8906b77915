using System.Diagnostics;
using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>Moves events from the journal into the database in the background, and gives journal segments back once a checkpoint holds them.</summary>
/// <remarks>One thread. A failure loses nothing, because the journal still has everything: it waits, reopens the database when that is lost, asks
/// it how far it came, and goes on from there.</remarks>
internal sealed class EventDrain : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Journal _journal;
    private readonly EventTail _tail;
    private readonly EventTable _table;
    private readonly DuckDbEventStoreOptions _options;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(long UpTo, TaskCompletionSource Done)> _waiters = [];
    private long _sinceCheckpoint;
    private long _checkpointed;
    private long _lastWork = Stopwatch.GetTimestamp();
    private bool _closing;

    public EventDrain(Journal journal, EventTail tail, EventTable table, DuckDbEventStoreOptions options)
    {
        (_journal, _tail, _table, _options) = (journal, tail, table, options);
        new Thread(Run) { IsBackground = true, Name = "event drain", Priority = ThreadPriority.BelowNormal }.Start();
    }

    /// <summary>Why events do not move into the database at present; null when they do.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Completes when everything up to a sequence is in the database and checkpointed.</summary>
    public Task DrainAsync(long upTo)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(DuckDbEventStore));
            _waiters.Add((upTo, done));
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    /// <summary>Drains what is left if the database takes it, and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        BackgroundThread.StandBack();
        while (true)
        {
            bool closing, asked;
            lock (_gate)
            {
                if (!_closing && _waiters.Count == 0)
                    Monitor.Wait(_gate, Fault is null ? _options.DrainInterval : _options.RetryAfter);
                (closing, asked) = (_closing, _waiters.Count > 0);
            }

            try
            {
                Drain();
                if (asked || closing || _sinceCheckpoint >= _options.CheckpointBytes
                    || (_tail.Drained > _checkpointed && Stopwatch.GetElapsedTime(_lastWork) >= _options.CheckpointWhenIdle))
                    Checkpoint();
                Fault = null;
                Answer(null);
            }
            catch (Exception cause)
            {
                Fault = cause;
                Answer(cause);
                Recover();
            }

            if (closing)
                break;
        }

        _ended.SetResult();
    }

    private void Drain()
    {
        while (_tail.NextToDrain(_options.DrainBatchEvents) is { Length: > 0 } batch)
        {
            // Whatever an attempt that failed half-way did commit is not written again.
            var held = _table.Last;
            var missing = batch[0].Sequence > held ? batch : [.. batch.Where(e => e.Sequence > held)];
            if (missing.Length > 0)
                _table.Append(missing);
            _tail.MarkDrained(batch[^1].Sequence);
            _sinceCheckpoint += batch.Sum(e => 64L + e.Event.Payload.Length);
            _lastWork = Stopwatch.GetTimestamp();
            if (_sinceCheckpoint >= _options.CheckpointBytes)
                Checkpoint();
        }
    }

    private void Checkpoint()
    {
        var drained = _tail.Drained;
        if (drained > _checkpointed)
            _table.Checkpoint();
        _checkpointed = drained;
        _sinceCheckpoint = 0;
        _journal.DeleteUpTo(drained);
    }

    private void Recover()
    {
        try
        {
            _table.Recover();
        }
        catch (Exception cause)
        {
            Fault = cause;
        }
    }

    private void Answer(Exception? cause)
    {
        lock (_gate)
        {
            foreach (var (upTo, done) in _waiters)
            {
                if (cause is not null)
                    done.TrySetException(new EventStoreUnavailableException(
                        $"The database could not take the events that the journal holds: {cause.Message} Nothing is lost; the store tries again by itself.", _options.RetryAfter, cause));
                else if (upTo <= _checkpointed)
                    done.TrySetResult();
            }

            _waiters.RemoveAll(w => w.Done.Task.IsCompleted);
        }
    }
}
