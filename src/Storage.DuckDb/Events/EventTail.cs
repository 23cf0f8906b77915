using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>The end of the log in memory: every event that the database does not have yet, and the last ones that it has.</summary>
/// <remarks>Safe for concurrent use. The database holds everything up to <see cref="Evicted"/>, the tail everything after it.</remarks>
internal sealed class EventTail(long evicted, EventFilter filter, int recentEvents)
{
    private const int EvictAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly List<StoredEvent> _events = [];
    private readonly Dictionary<EventKey, StoredEvent> _byKey = [];
    private int _head;
    private int _drainedCount;
    private long _undrainedBytes;
    private long _evicted = evicted;
    private long _last = evicted;
    private long _drained = evicted;

    public long Last => Interlocked.Read(ref _last);

    /// <summary>The last sequence that the database holds.</summary>
    public long Drained => Interlocked.Read(ref _drained);

    /// <summary>The last sequence that only the database holds.</summary>
    public long Evicted => Interlocked.Read(ref _evicted);

    public long UndrainedBytes => Interlocked.Read(ref _undrainedBytes);

    public int Undrained
    {
        get
        {
            lock (_gate)
                return _events.Count - _head - _drainedCount;
        }
    }

    public void Add(IReadOnlyList<StoredEvent> batch)
    {
        lock (_gate)
        {
            foreach (var stored in batch)
            {
                _events.Add(stored);
                _byKey.Add(EventKey.Of(stored.Event), stored);
                _undrainedBytes += Weight(stored);
            }

            if (batch.Count > 0)
                Interlocked.Exchange(ref _last, batch[^1].Sequence);
        }
    }

    /// <summary>The event of a key, if the tail holds it; and how far the database would have to be asked otherwise.</summary>
    public StoredEvent? Find(EventKey key, out long evictedUpTo)
    {
        lock (_gate)
        {
            evictedUpTo = _evicted;
            return _byKey.GetValueOrDefault(key);
        }
    }

    /// <summary>Up to so many events after a sequence; null when the tail no longer holds the first of them.</summary>
    public StoredEvent[]? After(long sequence, int count)
    {
        lock (_gate)
        {
            if (sequence < _evicted)
                return null;
            var from = IndexAfter(sequence);
            return [.. _events.GetRange(from, Math.Min(count, _events.Count - from))];
        }
    }

    /// <summary>The next events for the database.</summary>
    public StoredEvent[] NextToDrain(int count)
    {
        lock (_gate)
        {
            var from = _head + _drainedCount;
            return [.. _events.GetRange(from, Math.Min(count, _events.Count - from))];
        }
    }

    /// <summary>The database now holds everything up to a sequence: the oldest of it leaves the memory and enters the filter.</summary>
    /// <remarks>A little at a time, so that appends wait for the lock only briefly.</remarks>
    public void MarkDrained(long sequence)
    {
        lock (_gate)
        {
            for (var i = _head + _drainedCount; i < _events.Count && _events[i].Sequence <= sequence; i++, _drainedCount++)
                _undrainedBytes -= Weight(_events[i]);
            Interlocked.Exchange(ref _drained, Math.Max(_drained, sequence));
        }

        while (Evict())
        {
            // Others may take the lock here.
        }
    }

    private bool Evict()
    {
        lock (_gate)
        {
            for (var left = EvictAtOnce; left > 0 && _drainedCount > recentEvents; left--, _drainedCount--, _head++)
            {
                var leaving = _events[_head];
                var key = EventKey.Of(leaving.Event);
                filter.Add((long)key.StableHash());
                _byKey.Remove(key);
                _events[_head] = null!;
                Interlocked.Exchange(ref _evicted, leaving.Sequence);
            }

            if (_head > 4096 && _head > _events.Count / 2)
            {
                _events.RemoveRange(0, _head);
                _head = 0;
            }

            return _drainedCount > recentEvents;
        }
    }

    private int IndexAfter(long sequence)
    {
        int low = _head, high = _events.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_events[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static long Weight(StoredEvent stored) => 256L + stored.Event.Payload.Length;
}
