namespace Bellwether.Monitoring;

/// <summary>All numbers of one evaluation by name, for alert rules, dashboards and metrics pages.</summary>
/// <remarks>Names are lower-case, dotted, the family first: <c>drift.psi.FEATURE</c>, <c>drift.js.FEATURE</c>, <c>drift.p.FEATURE</c>,
/// <c>drift.share</c> (of features that drifted), <c>missing.FEATURE</c>, <c>missing_delta.FEATURE</c>, <c>unseen.FEATURE</c>,
/// <c>quality.pr_auc</c> and so on, <c>quality.coverage</c>, <c>latency.p50|p95|p99</c> (milliseconds), <c>errors.rate</c>,
/// <c>level.share.LEVEL</c>, <c>freshness.events</c> and <c>freshness.model</c> (seconds), <c>slo.NAME.burn.1h</c>,
/// <c>slo.NAME.budget</c>. The prediction's distribution is the feature <c>prediction</c>. Not safe for concurrent use.</remarks>
public sealed class SignalSet
{
    private readonly SortedDictionary<string, SignalValue> _values = new(StringComparer.Ordinal);

    /// <summary>Names and values, by name.</summary>
    public IReadOnlyDictionary<string, SignalValue> Values => _values;

    /// <summary>The value of a name; NaN with count 0 when there is none.</summary>
    public SignalValue this[string name] => _values.TryGetValue(name, out var value) ? value : new SignalValue(double.NaN, 0);

    /// <summary>Sets a number; the last one under a name holds.</summary>
    public SignalSet Set(string name, double value, long count)
    {
        _values[name] = new SignalValue(value, count);
        return this;
    }
}
