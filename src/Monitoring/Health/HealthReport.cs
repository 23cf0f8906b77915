namespace Bellwether.Monitoring.Health;

/// <summary>How the service did over a window.</summary>
/// <param name="At">The end of the window.</param>
/// <param name="Count">Answers in the window.</param>
/// <param name="P50">Median latency; zero for no answers.</param>
/// <param name="P95">The latency that 95 % of the answers do not exceed.</param>
/// <param name="P99">The latency that 99 % of the answers do not exceed.</param>
/// <param name="ErrorRate">The share of answers that failed; NaN for none.</param>
/// <param name="LevelShares">The share of answers by cascade level, by name.</param>
/// <param name="EventAge">Time since the last event; null before the first.</param>
/// <param name="ModelAge">Time since the model was trained; null where unknown.</param>
public sealed record HealthReport(
    DateTimeOffset At, long Count, TimeSpan P50, TimeSpan P95, TimeSpan P99, double ErrorRate, IReadOnlyDictionary<string, double> LevelShares,
    TimeSpan? EventAge, TimeSpan? ModelAge)
{
    /// <summary>Writes <c>latency.*</c> in milliseconds, <c>errors.rate</c>, <c>level.share.*</c> and <c>freshness.*</c> in seconds.</summary>
    public void AddTo(SignalSet signals)
    {
        signals.Set("latency.p50", Milliseconds(P50), Count);
        signals.Set("latency.p95", Milliseconds(P95), Count);
        signals.Set("latency.p99", Milliseconds(P99), Count);
        signals.Set("errors.rate", ErrorRate, Count);
        signals.Set("traffic.count", Count, Count);
        foreach (var (level, share) in LevelShares)
            signals.Set("level.share." + level, share, Count);
        if (EventAge is { } eventAge)
            signals.Set("freshness.events", eventAge.TotalSeconds, 1);
        if (ModelAge is { } modelAge)
            signals.Set("freshness.model", modelAge.TotalSeconds, 1);

        double Milliseconds(TimeSpan latency) => Count == 0 ? double.NaN : latency.TotalMilliseconds;
    }
}
