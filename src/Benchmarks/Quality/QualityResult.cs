namespace Bellwether.Benchmarks.Quality;

/// <summary>A case with what it measured.</summary>
public sealed record QualityResult(string Name, string Task, IReadOnlyList<QualityRow> Rows);
