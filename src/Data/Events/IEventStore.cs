namespace Bellwether.Data.Events;

/// <summary>The log of all facts: append-only, durable before it answers, read in the order in which facts became durable.</summary>
/// <remarks>Safe for concurrent use. Concurrent appends share one write to the disk (group commit). Every implementation passes the
/// contract suite <c>EventStoreContract</c>.</remarks>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>Appends events, all or none, and completes when they are durable.</summary>
    /// <param name="events">In the order in which they take their places in the log; may repeat ids.</param>
    /// <param name="cancellationToken">Gives up waiting; what was handed over may still become durable, and ids make a retry harmless.</param>
    /// <returns>One receipt per event, in the same order.</returns>
    /// <exception cref="EventStoreUnavailableException">Nothing of the call was made durable: the disk is full, the server is away.
    /// Try again after the time the exception names.</exception>
    ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> events, CancellationToken cancellationToken = default);

    /// <summary>Reads events in the order of the log. What was acknowledged before the call is seen.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be read now.</exception>
    IAsyncEnumerable<StoredEvent> ReadAsync(EventQuery query, CancellationToken cancellationToken = default);

    /// <summary>The event with this identity, or null.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be read now.</exception>
    ValueTask<StoredEvent?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default);

    /// <summary>The place of the last durable event; 0 when the log is empty.</summary>
    long LastSequence { get; }

    /// <summary>Calls back with every batch that became durable after the subscription, in the order of the log, on one thread at a
    /// time and before the appends are acknowledged. A callback must be fast and must not throw.</summary>
    /// <returns>Disposing it ends the subscription.</returns>
    IDisposable Subscribe(Action<IReadOnlyList<StoredEvent>> onDurable);
}
