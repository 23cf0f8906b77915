using Bellwether.Data.Schema;

namespace Bellwether.Data.Importing;

/// <summary>Where one field of the event comes from.</summary>
/// <param name="Field">The field.</param>
/// <param name="Source">For people: <c>column Amount</c>, <c>constant 'EUR'</c>, <c>the row number</c>.</param>
/// <param name="Column">The place of the column, or -1.</param>
/// <param name="Constant">The value when there is no column; null for none.</param>
public sealed record FieldBinding(FieldSpec Field, string Source, int Column, object? Constant);
