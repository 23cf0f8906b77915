namespace Bellwether.Storage.DuckDb.Columns;

/// <summary>A member of a STRUCT type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
public sealed record DuckDbField(string Name, DuckDbLogicalType Type);
