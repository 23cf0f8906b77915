using System.Collections.Concurrent;

namespace Bellwether.Server.Prometheus;

/// <summary>One metric: its name, type, help, and a series for each set of labels.</summary>
internal sealed class MetricFamily(string name, MetricKind kind, string help, double[]? bounds)
{
    /// <summary>More sets of labels than this fall together into one series that says so.</summary>
    public const int MostSeries = 2_000;

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public string Name => name;

    public MetricKind Kind => kind;

    public string Help => help;

    /// <summary>The series by label text.</summary>
    public IEnumerable<MetricSeries> Series => _series.Values.OrderBy(s => s.Labels, StringComparer.Ordinal);

    /// <summary>The series of these labels.</summary>
    public MetricSeries this[string labels] => _series.TryGetValue(labels, out var found) ? found
        : _series.Count < MostSeries ? _series.GetOrAdd(labels, NewSeries)
        : _series.GetOrAdd("otel_metric_overflow=\"true\"", NewSeries);

    private MetricSeries NewSeries(string labels) => new(labels, bounds);
}
