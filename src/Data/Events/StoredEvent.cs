namespace Bellwether.Data.Events;

/// <summary>An event with its place in the log.</summary>
/// <param name="Sequence">Its place: 1, 2, 3 … in the order in which the store made events durable. Gaps are allowed, repeats are not.</param>
/// <param name="ReceivedAt">When the store took it, by the store's clock.</param>
/// <param name="Event">The fact itself.</param>
public sealed record StoredEvent(long Sequence, DateTimeOffset ReceivedAt, EventRecord Event);
