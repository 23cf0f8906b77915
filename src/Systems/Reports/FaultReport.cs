namespace Bellwether.Systems.Reports;

/// <summary>A planted fault and what became of it.</summary>
/// <param name="Kind">What was planted.</param>
/// <param name="At">When it began.</param>
/// <param name="DetectedAt">When the first alert that speaks of it rose; null when none did.</param>
/// <param name="RepairedAt">When figures were back; null when they were not.</param>
public sealed record FaultReport(string Kind, DateTimeOffset At, DateTimeOffset? DetectedAt, DateTimeOffset? RepairedAt)
{
    /// <summary>What exactly was planted.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What detected it.</summary>
    public string Signal { get; init; } = "";
}
