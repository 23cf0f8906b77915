using Bellwether.Data.Events;
using Bellwether.Data.Schema;

namespace Bellwether.Systems.Building;

/// <summary>An event type that tells the label of an earlier request.</summary>
/// <param name="Contract">The event type.</param>
/// <param name="RequestId">The request it speaks of.</param>
/// <param name="Value">The label it tells.</param>
internal sealed record LabelSource(IEventContract Contract, Func<IEvent, string> RequestId, Func<IEvent, double> Value);
