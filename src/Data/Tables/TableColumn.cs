namespace Bellwether.Data.Tables;

/// <summary>A column of a table file.</summary>
/// <param name="Name">Its name; <c>column0</c> and so on in a file without names.</param>
/// <param name="Kind">What it holds.</param>
public sealed record TableColumn(string Name, TableColumnKind Kind);
