namespace Bellwether.Data.Importing;

/// <summary>Where an event's label comes from.</summary>
/// <param name="Column">A column of numbers, truth values (1 and 0), or texts.</param>
/// <param name="Positive">The text that means 1, all others 0; needed when the column holds texts.</param>
public sealed record LabelColumn(string Column, string? Positive = null);
