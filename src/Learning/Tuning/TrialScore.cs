namespace Bellwether.Learning.Tuning;

/// <summary>What was measured of a candidate.</summary>
/// <param name="Value">The score.</param>
/// <param name="Low">The lower end of its interval; NaN without one.</param>
/// <param name="High">The upper end of its interval; NaN without one.</param>
public sealed record TrialScore(double Value, double Low = double.NaN, double High = double.NaN)
{
    /// <summary>Which limit it breaks; null when it breaks none.</summary>
    public string? Rejected { get; init; }

    /// <summary>Other figures to keep, by name.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new SortedDictionary<string, double>(StringComparer.Ordinal);
}
