using Bellwether.Data.Events;

namespace Bellwether.Serving.Decisions;

/// <summary>Where a system's facts go on their way to the store.</summary>
public interface IDecisionLog : IAsyncDisposable
{
    /// <summary>Hands over one decision. Does not fail when the store does: the outcome says what happened.</summary>
    /// <param name="decision">A record made by <see cref="DecisionContract{TRequest, TDecision}.ToRecord"/>.</param>
    /// <param name="patience">How long to wait for durability before the decision is called deferred.</param>
    ValueTask<LogOutcome> AppendDecisionAsync(EventRecord decision, TimeSpan patience);

    /// <summary>Hands over other facts, all or none.</summary>
    /// <returns>One receipt per fact, in order.</returns>
    /// <exception cref="EventStoreUnavailableException">Nothing was taken; the store is away.</exception>
    ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> facts, CancellationToken cancellationToken = default);

    /// <summary>The fact with this identity, whether it is durable or still on its way; null when there is none.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be read now.</exception>
    ValueTask<EventRecord?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default);

    /// <summary>Completes when everything handed over so far is durable.</summary>
    /// <exception cref="EventStoreUnavailableException">The store is away; what waits goes on waiting.</exception>
    ValueTask FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>How many decisions wait for the store.</summary>
    int Backlog { get; }

    /// <summary>How many decisions were answered but not kept, because the backlog was full or the store refused them.</summary>
    long Lost { get; }
}
