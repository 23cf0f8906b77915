using System.Collections.Frozen;
using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Serving.Decisions;

/// <summary>Turns what the log holds into the typed facts that features are made of: a decision gives its request, any other event
/// itself, and what belongs to other systems or to serving gives nothing.</summary>
/// <remarks>Immutable, safe for concurrent use.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
/// <param name="decisions">The contract of the system's decisions.</param>
/// <param name="contracts">The contracts of its other events, outcomes included.</param>
public sealed class FactReader<TRequest, TDecision>(DecisionContract<TRequest, TDecision> decisions, IEnumerable<IEventContract> contracts)
    where TRequest : class, IEvent
{
    private readonly FrozenDictionary<string, IEventContract> _contracts = contracts.ToFrozenDictionary(c => c.TypeName, StringComparer.Ordinal);

    /// <summary>The system's name.</summary>
    public string System => decisions.System;

    /// <summary>The contract of the system's decisions.</summary>
    public DecisionContract<TRequest, TDecision> Decisions => decisions;

    /// <summary>The fact that features learn from this event; null when there is none.</summary>
    /// <exception cref="global::System.Text.Json.JsonException">The stored event cannot be read by its contract.</exception>
    public IEvent? Read(EventRecord record)
    {
        if (!string.Equals(record.System, decisions.System, StringComparison.Ordinal))
            return null;
        if (string.Equals(record.Type, FactTypes.Decision, StringComparison.Ordinal))
            return decisions.ReadRequest(record);
        return _contracts.TryGetValue(record.Type, out var contract) ? contract.FromRecord(record) : null;
    }
}
