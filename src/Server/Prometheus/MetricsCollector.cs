using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Numerics;

namespace Bellwether.Server.Prometheus;

/// <summary>Listens to the meters that matter to who runs a server, and keeps what they say for the next scrape.</summary>
/// <remarks>Heard are all meters named <c>Bellwether…</c>, the server's own HTTP metrics, and those of the runtime. Recording takes no lock
/// and allocates nothing once a set of tags has been seen. Safe for concurrent use.</remarks>
internal sealed class MetricsCollector : IDisposable
{
    private static readonly double[] s_seconds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] s_anything =
        [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000];

    private static readonly string[] s_http =
        ["http.server.request.duration", "http.server.active_requests", "kestrel.active_connections", "kestrel.rejected_connections"];

    private static readonly string[] s_dropped =
        ["url.scheme", "network.protocol.version", "network.protocol.name", "network.transport", "network.type", "server.address", "server.port", "error.type"];

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly object? _scope;
    private readonly Lock _scraping = new();
    private long _generation = 1;

    /// <param name="scope">The meter factory of the server whose HTTP metrics are heard; null hears those of all in the process.</param>
    public MetricsCollector(object? scope)
    {
        _scope = scope;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsHeard(instrument))
                listener.EnableMeasurementEvents(instrument, FeedOf(instrument));
        };
        Hear<byte>();
        Hear<short>();
        Hear<int>();
        Hear<long>();
        Hear<float>();
        Hear<double>();
        Hear<decimal>();
        _listener.Start();
    }

    /// <summary>Asks observed instruments for their values, then hands all metrics, by name, to <paramref name="read"/>. One scrape at a time.</summary>
    /// <param name="read">Takes the families and the number of this scrape; observed series of an older one are gone.</param>
    public void Scrape(Action<IReadOnlyList<MetricFamily>, long> read)
    {
        lock (_scraping)
        {
            Interlocked.Increment(ref _generation);
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // A callback that fails has no value in this scrape; the others have.
                Family("bellwether_metrics_callback_failures_total", MetricKind.Counter, "Scrapes in which an observed instrument failed.", null)[""].Add(1);
            }

            read([.. _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal)], _generation);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Hear<T>() where T : struct, INumber<T> => _listener.SetMeasurementEventCallback<T>(
        static (_, measurement, tags, feed) => ((InstrumentFeed)feed!).Take(double.CreateTruncating(measurement), tags));

    private bool IsHeard(Instrument instrument) => instrument.Meter.Name switch
    {
        "System.Runtime" => true,
        "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Server.Kestrel" =>
            s_http.Contains(instrument.Name) && (_scope is null || ReferenceEquals(instrument.Meter.Scope, _scope)),
        var meter => meter.StartsWith("Bellwether", StringComparison.Ordinal),
    };

    private InstrumentFeed FeedOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var kind = type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
        var name = PrometheusName.Of(instrument.Name, instrument.Unit, kind);
        var bounds = kind == MetricKind.Histogram ? BoundsOf(instrument, name) : null;
        var family = Family(name.Text, kind, instrument.Description ?? instrument.Name, bounds);
        Action<MetricSeries, double> take =
            kind == MetricKind.Histogram ? static (series, value) => series.Record(value)
            : instrument.IsObservable ? (series, value) => series.Set(value, _generation)
            : type == typeof(Gauge<>) ? static (series, value) => series.Set(value, long.MaxValue)
            : static (series, value) => series.Add(value);
        return new InstrumentFeed(family, name.Scale, take, [.. instrument.Meter.Tags ?? [], .. instrument.Tags ?? []],
            instrument.Meter.Name.StartsWith("Bellwether", StringComparison.Ordinal) ? [] : s_dropped);
    }

    /// <summary>The family of a name; when one of another type has it already, the type is added to the name, and nothing is lost.</summary>
    private MetricFamily Family(string name, MetricKind kind, string help, double[]? bounds)
    {
        var family = _families.GetOrAdd(name, n => new MetricFamily(n, kind, help, bounds));
        return family.Kind == kind ? family : Family($"{name}_{kind.ToString().ToLowerInvariant()}", kind, help, bounds);
    }

    private static double[] BoundsOf(Instrument instrument, PrometheusName name)
    {
        IEnumerable<double>? advised = instrument switch
        {
            Histogram<double> h => h.Advice?.HistogramBucketBoundaries,
            Histogram<long> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b),
            Histogram<int> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b),
            Histogram<float> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b),
            _ => null,
        };
        if (instrument.Name == "http.server.request.duration")
            return s_seconds; // the advice begins at 5 ms, which is slower than most decisions
        var bounds = advised?.Select(b => b * name.Scale).ToArray();
        return bounds is { Length: > 0 } ? bounds : name.Text.EndsWith("_seconds", StringComparison.Ordinal) ? s_seconds : s_anything;
    }
}
