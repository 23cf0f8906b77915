namespace Bellwether.Systems.Tuning;

/// <summary>One trial as it is kept and printed.</summary>
/// <param name="Space">What was tuned.</param>
/// <param name="Number">Its number in the space's study, from 0.</param>
/// <param name="Point">What was chosen, by parameter.</param>
/// <param name="Share">The share of the budget that it was given.</param>
/// <param name="Value">The primary metric, mean over folds; NaN when there is none.</param>
/// <param name="Low">The lower end of its interval, NaN without one.</param>
/// <param name="High">The upper end of its interval, NaN without one.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">Why it failed or was rejected; null when it succeeded.</param>
public sealed record TrialReport(
    string Space, int Number, IReadOnlyDictionary<string, string> Point, double Share, double Value, double Low, double High, double Seconds, ulong Seed, string Status, string? Error)
{
    /// <summary>The version of the registry that keeps it.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether it is the best of its space.</summary>
    public bool IsBest { get; init; }
}
