namespace Bellwether.Data.Events;

/// <summary>The store's answer for one event of an append.</summary>
/// <param name="Outcome">Appended, duplicate or conflict.</param>
/// <param name="Sequence">The event's place in the log (for a conflict: the place of the event it conflicts with).</param>
public readonly record struct AppendReceipt(AppendOutcome Outcome, long Sequence);
