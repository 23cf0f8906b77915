namespace Bellwether.Systems.Reports;

/// <summary>One rung of the ladder, measured.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Metric">The metric of <paramref name="Value"/>.</param>
/// <param name="Value">The metric on the judging rows.</param>
/// <param name="Low">The lower end of its 95 % interval.</param>
/// <param name="High">The upper end of its 95 % interval.</param>
/// <param name="P50Us">Median time of one score, microseconds.</param>
/// <param name="P99Us">99th percentile of the time of one score, microseconds.</param>
/// <param name="TrainSeconds">Time of the fit.</param>
/// <param name="Bytes">Size of the saved model.</param>
/// <param name="Chosen">Whether this rung was chosen.</param>
public sealed record RungReport(
    string Model, string Metric, double Value, double Low, double High, double P50Us, double P99Us, double TrainSeconds, long Bytes, bool Chosen)
{
    /// <summary>The version under which the registry keeps it.</summary>
    public string Version { get; init; } = "";

    /// <summary>Other metrics on the same rows, with intervals.</summary>
    public IReadOnlyList<FigureReport> Figures { get; init; } = [];

    /// <summary>The same metric when rows are split at random instead: a large gap speaks of a leak or of drift. NaN when not measured.</summary>
    public double RandomSplitValue { get; init; } = double.NaN;

    /// <summary>The comparison with the best rung, in words.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Cost of a million scores at the price of a core-hour given in the document.</summary>
    public double DollarsPerMillion { get; init; }
}
