using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;
using Bellwether.Systems.Building;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Living;

/// <summary>Watches a life: what outcomes reveal, and what to do about it.</summary>
internal sealed class LifeMonitor<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition, DateTimeOffset start) : IDecisionObserver<TRequest, TDecision>
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private const int ReferenceDays = 8, GapDays = 2;
    private readonly List<double> _losses = [], _decisions = [];
    private readonly List<AlertReport> _alerts = [];
    private DateTimeOffset? _quietUntil;

    /// <summary>Every alert so far.</summary>
    public IReadOnlyList<AlertReport> Alerts => _alerts;

    /// <summary>Figures by day, for plots.</summary>
    public IReadOnlyList<SeriesReport> Series =>
    [
        new SeriesReport("quality/loss that labels revealed, per decision", [.. _losses.Select((_, i) => (double)i)], [.. _losses.Select((l, i) => _decisions[i] > 0 ? l / _decisions[i] : double.NaN)]),
    ];

    /// <inheritdoc/>
    public void OnDecision(DecisionRecord<TRequest, TDecision> record) => At(_decisions, record.Time, 1);

    /// <inheritdoc/>
    public void OnOutcome(DecisionRecord<TRequest, TDecision> record, double label, DateTimeOffset outcomeTime) =>
        At(_losses, outcomeTime, Math.Max(0, -definition.Worth(record.Request, record.Decision, label)));

    /// <summary>A new ladder was climbed.</summary>
    public void Trained(DateTimeOffset now, TrainedLadder<TRequest> ladder, string version) => _ = (now, ladder, version);

    /// <summary>A version has taken over.</summary>
    public void InProduction(DateTimeOffset now, string version)
    {
        _quietUntil ??= now + TimeSpan.FromDays(ReferenceDays + GapDays);
        _ = version;
    }

    /// <summary>Looks at everything; to be called every hour.</summary>
    /// <returns>Why to retrain; null for no reason.</returns>
    public string? Evaluate(DateTimeOffset now)
    {
        var day = (int)(now - start).TotalDays - 1;
        if (_quietUntil is not { } quiet || now < quiet || day < ReferenceDays + GapDays || now.Hour != 0)
            return _alerts.Count > 0 && _alerts[^1].ResolvedAt is null ? _alerts[^1].Message : null;
        var reference = Enumerable.Range(day - GapDays - ReferenceDays, ReferenceDays).Select(RateOf).ToList();
        var (mean, sd) = (reference.Average(), Math.Sqrt(reference.Sum(r => (r - reference.Average()) * (r - reference.Average())) / (ReferenceDays - 1)));
        var live = (RateOf(day) + RateOf(day - 1)) / 2;
        var open = _alerts.Count > 0 && _alerts[^1].ResolvedAt is null;
        if (!open && live > definition.Monitor.LossFactor * mean && live > mean + (3 * sd / Math.Sqrt(2)))
            _alerts.Add(new AlertReport("loss that labels reveal", "critical", now, null, FormattableString.Invariant($"{live:0.###} per decision over two days, reference {mean:0.###} ± {sd:0.###}"), "retrain"));
        else if (open && live < 1.2 * mean)
            _alerts[^1] = _alerts[^1] with { ResolvedAt = now };
        return _alerts.Count > 0 && _alerts[^1].ResolvedAt is null ? _alerts[^1].Message : null;
    }

    private double RateOf(int day) => day < _losses.Count && day < _decisions.Count && day >= 0 ? _losses[day] / Math.Max(1, _decisions[day]) : 0;

    private void At(List<double> days, DateTimeOffset time, double amount)
    {
        var day = Math.Max(0, (int)(time - start).TotalDays);
        while (_losses.Count <= day)
            _losses.Add(0);
        while (_decisions.Count <= day)
            _decisions.Add(0);
        days[day] += amount;
    }
}
