namespace Bellwether.Learning.Tuning;

/// <summary>A point that a search wants judged.</summary>
/// <param name="Point">What to choose.</param>
/// <param name="Share">The share, in (0, 1], of the full budget to spend on it.</param>
public sealed record Proposal(Point Point, double Share = 1);
