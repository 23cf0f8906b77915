namespace Bellwether.Data.Importing;

/// <summary>A row that could not become an event.</summary>
/// <param name="Row">Its number, from 1.</param>
/// <param name="Column">The column, or the field when it has none.</param>
/// <param name="Reason">What must hold and what came.</param>
public sealed record RejectedRow(long Row, string Column, string Reason);
