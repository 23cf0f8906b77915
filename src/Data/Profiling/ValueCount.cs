namespace Bellwether.Data.Profiling;

/// <summary>How often a value occurs.</summary>
/// <param name="Value">The value as text.</param>
/// <param name="Count">How many rows have it; a lower bound when the column has more different values than are counted exactly.</param>
public sealed record ValueCount(string Value, long Count);
