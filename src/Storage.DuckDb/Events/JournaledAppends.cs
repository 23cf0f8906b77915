using System.Buffers;
using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>What happens to a group of appends: identities are settled, new events take their places, the journal makes them durable, and
/// subscribers hear of them. Used by the group-commit thread alone.</summary>
internal sealed class JournaledAppends(
    Journal journal, EventTail tail, EventFilter filter, EventTable table, EventSubscriptions subscriptions, TimeProvider time, TimeSpan retryAfter)
{
    private const int KeepBufferBytes = 16 << 20;
    private readonly Dictionary<EventKey, StoredEvent> _fresh = [];
    private ArrayBufferWriter<byte> _buffer = new(1 << 16);

    /// <summary>Makes a group durable and fills its receipts.</summary>
    /// <exception cref="EventStoreUnavailableException">The disk did not take it; nothing of the group is durable.</exception>
    public void Write(IReadOnlyList<PendingAppend> group)
    {
        _fresh.Clear();
        if (_buffer.Capacity > KeepBufferBytes)
            _buffer = new(1 << 16);
        _buffer.ResetWrittenCount();
        var receivedAt = UnixMicroseconds.ToTime(UnixMicroseconds.Of(time.GetUtcNow()));
        var added = new List<StoredEvent>();
        var next = journal.Last + 1;
        foreach (var append in group)
        {
            var first = added.Count;
            for (var i = 0; i < append.Events.Count; i++)
            {
                var record = append.Events[i];
                var key = EventKey.Of(record);
                if (_fresh.TryGetValue(key, out var held) || (held = Held(key, (EventLookup)append.State!)) is not null)
                {
                    append.Receipts[i] = new(held.Event.Equals(record) ? AppendOutcome.Duplicate : AppendOutcome.Conflict, held.Sequence);
                    continue;
                }

                var stored = new StoredEvent(next++, receivedAt, record);
                _fresh.Add(key, stored);
                added.Add(stored);
                append.Receipts[i] = new(AppendOutcome.Appended, stored.Sequence);
            }

            // The flag on its last record makes an append whole or absent after a crash.
            for (var i = first; i < added.Count; i++)
                JournalFormat.Write(_buffer, added[i], lastOfAppend: i == added.Count - 1);
        }

        if (added.Count == 0)
            return;
        try
        {
            journal.Write(_buffer.WrittenSpan, added[^1].Sequence);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new EventStoreUnavailableException(
                $"The journal could not be written, and nothing of this append was kept: {cause.Message} Free space on its disk; the store goes on by itself.", retryAfter, cause);
        }

        tail.Add(added);
        subscriptions.Publish(added);
    }

    private StoredEvent? Held(EventKey key, EventLookup lookup)
    {
        if (tail.Find(key, out var evictedUpTo) is { } recent)
            return recent;
        if (lookup.Found.TryGetValue(key, out var old))
            return old;
        if (lookup.AskedUpTo >= evictedUpTo || !filter.MayHold((long)key.StableHash()))
            return null;
        try
        {
            return table.Find([key]).GetValueOrDefault(key);
        }
        catch (Exception cause) when (cause is DuckDbException or DuckDbInstanceLostException)
        {
            throw new EventStoreUnavailableException(
                $"The database of the event store cannot say whether it holds {key}: {cause.Message} Nothing of this append was kept; the store repairs the database by itself.", retryAfter, cause);
        }
    }
}
