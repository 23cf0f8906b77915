using Bellwether.Data.Events;

namespace Bellwether.Monitoring.Alerts;

/// <summary>Appends every transition to the event log as an event of type <c>Alert</c>, durable when the call completes.</summary>
/// <param name="store">The log.</param>
/// <param name="system">The system that the alerts are about.</param>
public sealed class EventStoreSink(IEventStore store, string system) : IAlertSink
{
    /// <summary>The type of the events.</summary>
    public const string EventType = "Alert";

    /// <inheritdoc/>
    /// <remarks>The id is made of rule, signal, time and direction, so that sending a transition again is harmless.</remarks>
    /// <exception cref="EventStoreUnavailableException">The store is away; nothing was written.</exception>
    public async ValueTask SendAsync(AlertTransition transition, CancellationToken cancellationToken = default)
    {
        var alert = transition.Alert;
        var id = FormattableString.Invariant($"{alert.Name}/{alert.Signal}/{transition.At.UtcTicks}/{(transition.IsRaised ? "raised" : "resolved")}");
        if (id.Length > 200)
            id = FormattableString.Invariant($"{alert.Name[..Math.Min(80, alert.Name.Length)]}/{Numerics.Hashing.StableHash.Of(id):x16}/{transition.At.UtcTicks}");
        await store.AppendAsync([new EventRecord(system, EventType, id, transition.At, AlertJson.Write(transition)) { Value = transition }], cancellationToken);
    }
}
