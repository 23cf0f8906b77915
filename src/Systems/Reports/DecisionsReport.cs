namespace Bellwether.Systems.Reports;

/// <summary>The decisions of a run.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50Us">Median time of a decision in process, microseconds.</param>
/// <param name="P99Us">99th percentile.</param>
/// <param name="ByLevel">How many each level of the cascade answered.</param>
public sealed record DecisionsReport(long Count, double P50Us, double P99Us, IReadOnlyDictionary<string, long> ByLevel)
{
    /// <summary>How many logged vectors were derived again from the log, and how many of them differed in any bit.</summary>
    public long Audited { get; init; }

    /// <summary>How many of the audited vectors differed.</summary>
    public long Mismatches { get; init; }
}
