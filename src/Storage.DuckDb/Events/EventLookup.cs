using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>What the database said about the ids of an append before it was queued, so that the writing thread need not ask.</summary>
/// <param name="AskedUpTo">The answer is complete for sequences up to this one.</param>
/// <param name="Found">The events that the database holds under these keys.</param>
internal sealed record EventLookup(long AskedUpTo, IReadOnlyDictionary<EventKey, StoredEvent> Found)
{
    private static readonly Dictionary<EventKey, StoredEvent> s_none = [];

    /// <summary>Asks the filter about every key that the tail does not hold, and the table about those that the filter may know.</summary>
    public static EventLookup Of(IReadOnlyList<EventRecord> events, EventTail tail, EventFilter filter, EventTable table)
    {
        var upTo = tail.Evicted;
        List<EventKey>? maybe = null;
        if (upTo > 0)
        {
            foreach (var record in events)
            {
                var key = EventKey.Of(record);
                if (tail.Find(key, out _) is null && filter.MayHold((long)key.StableHash()))
                    (maybe ??= []).Add(key);
            }
        }

        return new(upTo, maybe is null ? s_none : table.Find(maybe));
    }
}
