using Bellwether.Data.Events;

namespace Bellwether.Data.Importing;

/// <summary>One event from a file.</summary>
/// <param name="Event">The event; the contract accepted it.</param>
/// <param name="Label">Its label; null when the file has none or it is missing in this row.</param>
/// <param name="Row">The number of the row, from 1.</param>
public sealed record ImportedEvent(IEvent Event, double? Label, long Row);
