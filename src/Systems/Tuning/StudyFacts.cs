namespace Bellwether.Systems.Tuning;

/// <summary>What all trials of one study share.</summary>
/// <param name="Study">Its name, by which trials of one study are found.</param>
/// <param name="Space">What was tuned.</param>
/// <param name="Search">How.</param>
/// <param name="Metric">What trials were compared by.</param>
/// <param name="Folds">How rows were cut, in words.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="RowsHash">A hash over them.</param>
/// <param name="From">The first row's time.</param>
/// <param name="To">The last row's time.</param>
internal sealed record StudyFacts(string Study, string Space, string Search, string Metric, string Folds, int Rows, ulong RowsHash, DateTimeOffset From, DateTimeOffset To);
