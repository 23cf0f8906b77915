using System.Runtime.CompilerServices;

namespace Bellwether.Data.Events;

/// <summary>An event store in the memory of the process: for tests, replays and simulations. Keeps the whole contract except that its
/// events end with it.</summary>
/// <param name="time">The clock behind <see cref="StoredEvent.ReceivedAt"/>; the system's when left out.</param>
/// <remarks>Sequences are 1, 2, 3 … without gaps. Appends cost O(1) per event and are serialised; callbacks run inside the append.
/// Safe for concurrent use; a callback must not append to the store that calls it.</remarks>
public sealed class InMemoryEventStore(TimeProvider? time = null) : IEventStore
{
    private const int ReadBlock = 256;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly EventSubscriptions _subscriptions = new();
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<EventKey, int> _places = [];
    private readonly Lock _gate = new();
    private bool _disposed;

    /// <inheritdoc/>
    public long LastSequence
    {
        get
        {
            lock (_gate)
                return _events.Count;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An event that no store could keep (<see cref="EventIntake"/>).</exception>
    public ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> events, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var taken = EventIntake.Take(events);
        var receipts = new AppendReceipt[taken.Length];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var receivedAt = UnixMicroseconds.ToTime(UnixMicroseconds.Of(_time.GetUtcNow()));
            var added = new List<StoredEvent>(taken.Length);
            for (var i = 0; i < taken.Length; i++)
            {
                var key = EventKey.Of(taken[i]);
                if (_places.TryGetValue(key, out var place))
                {
                    receipts[i] = new(_events[place].Event.Equals(taken[i]) ? AppendOutcome.Duplicate : AppendOutcome.Conflict, place + 1);
                    continue;
                }

                _places.Add(key, _events.Count);
                var stored = new StoredEvent(_events.Count + 1, receivedAt, taken[i]);
                _events.Add(stored);
                added.Add(stored);
                receipts[i] = new(AppendOutcome.Appended, stored.Sequence);
            }

            _subscriptions.Publish(added);
        }

        return ValueTask.FromResult<IReadOnlyList<AppendReceipt>>(receipts);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredEvent> ReadAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_gate)
            ObjectDisposedException.ThrowIf(_disposed, this);
        var end = Math.Min(LastSequence, query.UpToSequence);
        var left = query.Limit ?? int.MaxValue;
        for (var next = Math.Max(0, query.AfterSequence); next < end && left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StoredEvent[] block;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                block = [.. _events.Slice((int)next, (int)Math.Min(ReadBlock, end - next))];
            }

            next += block.Length;
            foreach (var stored in block.Where(query.Matches))
            {
                if (left-- <= 0)
                    break;
                yield return stored;
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StoredEvent?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return ValueTask.FromResult(_places.TryGetValue(new(system, type, id), out var place) ? _events[place] : null);
        }
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<IReadOnlyList<StoredEvent>> onDurable) => _subscriptions.Add(onDurable);

    /// <summary>Forgets every event; the store can no longer be used.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _events.Clear();
            _places.Clear();
        }

        return ValueTask.CompletedTask;
    }
}
