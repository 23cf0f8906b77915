namespace Bellwether.Server.Prometheus;

/// <summary>The types of metric that are exposed.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
