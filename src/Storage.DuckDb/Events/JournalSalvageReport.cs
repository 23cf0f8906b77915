namespace Bellwether.Storage.DuckDb.Events;

/// <summary>What a salvage of the journal kept and lost.</summary>
/// <param name="KeptEvents">How many whole events the journal now holds.</param>
/// <param name="Missing">The sequences between them that were damaged; events after the last kept one cannot be known.</param>
public sealed record JournalSalvageReport(int KeptEvents, IReadOnlyList<SequenceRange> Missing)
{
    /// <summary>One line for the operator.</summary>
    public override string ToString() =>
        $"{KeptEvents} events kept; missing: {(Missing.Count == 0 ? "none" : string.Join(", ", Missing))}";
}
