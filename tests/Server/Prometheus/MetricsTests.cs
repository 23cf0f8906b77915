using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Bellwether.Server.Prometheus;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Prometheus;

public sealed class MetricsTests
{
    [Fact]
    public async Task The_scrape_is_strictly_well_formed_and_has_http_runtime_and_own_metrics()
    {
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, new ThresholdSystem("metrics-system"));
        for (var i = 0; i < 3; i++)
            await server.PostAsync("/v1/systems/metrics-system/decide", Bodies.Payment());
        await server.PostAsync("/v1/systems/metrics-system/decide", "{");
        var reply = await server.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", reply.Headers["Content-Type"]);
        var families = PrometheusParser.Parse(reply.Text);
        var http = families["http_server_request_duration_seconds"];
        Assert.Equal(3, http.Samples["http_server_request_duration_seconds_count{http_request_method=POST,http_response_status_code=200,http_route=/v1/systems/metrics-system/decide}"].Value);
        Assert.Equal(1, http.Samples["http_server_request_duration_seconds_count{http_request_method=POST,http_response_status_code=400,http_route=/v1/systems/metrics-system/decide}"].Value);
        Assert.Equal(3, families["bellwether_server_items_total"].Samples["bellwether_server_items_total{kind=decision,system=metrics-system}"].Value);
        foreach (var name in new[] { "bellwether_build_info", "bellwether_server_problems_total", "process_start_time_seconds", "dotnet_process_cpu_time_seconds_total",
            "dotnet_gc_collections_total", "dotnet_process_memory_working_set_bytes", "kestrel_active_connections", "http_server_active_requests" })
            Assert.Contains(name, families.Keys);
    }

    [Fact]
    public void Every_kind_of_instrument_is_exposed_by_the_naming_rules()
    {
        using var meter = new Meter("Bellwether.Tests.Kinds", null, [new("system", "s")]);
        using var collector = new MetricsCollector(null);
        meter.CreateCounter<long>("kinds.things", "{thing}", "Back\\slash and\nnew line.").Add(7);
        meter.CreateUpDownCounter<int>("kinds.depth").Add(-2);
        meter.CreateGauge<double>("kinds.share", "1").Record(0.25);
        meter.CreateGauge<double>("kinds.strange").Record(double.NaN);
        meter.CreateObservableGauge("kinds.temperature", () => new Measurement<double>(double.NegativeInfinity, new KeyValuePair<string, object?>("a\"b", "q\"b\\n\n")));
        meter.CreateObservableCounter("kinds.bytes", () => 5L, "By");
        meter.CreateObservableGauge("kinds.broken", int () => throw new InvalidTimeZoneException());
        var milliseconds = meter.CreateHistogram<double>("kinds.wait", "ms");
        foreach (var wait in new[] { 0.05, 1, 30, 1e9, double.NaN })
            milliseconds.Record(wait);
        meter.CreateHistogram<long>("kinds.sizes", "By", advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [10, 20] }).Record(10);
        meter.CreateGauge<int>("kinds.things_total").Record(1);
        var text = Scrape(collector);
        Assert.Contains("# HELP kinds_things_total Back\\\\slash and\\nnew line.\n# TYPE kinds_things_total counter\nkinds_things_total{system=\"s\"} 7\n", text, StringComparison.Ordinal);
        Assert.Contains("kinds_temperature{a_b=\"q\\\"b\\\\n\\n\",system=\"s\"} -Inf\n", text, StringComparison.Ordinal);
        var families = PrometheusParser.Parse(text);
        Assert.Equal(-2, families["kinds_depth"].Samples["kinds_depth{system=s}"].Value);
        Assert.Equal(0.25, families["kinds_share_ratio"].Samples["kinds_share_ratio{system=s}"].Value);
        Assert.Equal(double.NaN, families["kinds_strange"].Samples["kinds_strange{system=s}"].Value);
        Assert.Equal(5, families["kinds_bytes_total"].Samples["kinds_bytes_total{system=s}"].Value);
        Assert.Equal(1, families["kinds_things_total_gauge"].Samples["kinds_things_total_gauge{system=s}"].Value);
        var wait_ = families["kinds_wait_seconds"].Samples;
        Assert.Equal(1, wait_["kinds_wait_seconds_bucket{le=0.0001,system=s}"].Value);
        Assert.Equal(2, wait_["kinds_wait_seconds_bucket{le=0.001,system=s}"].Value);
        Assert.Equal(3, wait_["kinds_wait_seconds_bucket{le=10,system=s}"].Value);
        Assert.Equal(4, wait_["kinds_wait_seconds_bucket{le=+Inf,system=s}"].Value);
        Assert.Equal(1, families["kinds_sizes_bytes"].Samples["kinds_sizes_bytes_bucket{le=10,system=s}"].Value);
        Assert.Contains("bellwether_metrics_callback_failures_total 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_observed_value_that_is_gone_is_no_longer_exposed()
    {
        using var meter = new Meter("Bellwether.Tests.Gone");
        using var collector = new MetricsCollector(null);
        var versions = new List<string> { "v1" };
        meter.CreateObservableGauge("gone.versions", () => versions.Select(v => new Measurement<int>(1, new KeyValuePair<string, object?>("version", v))));
        Assert.Contains("gone_versions{version=\"v1\"} 1", Scrape(collector), StringComparison.Ordinal);
        versions[0] = "v2";
        var text = Scrape(collector);
        Assert.Contains("gone_versions{version=\"v2\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("version=\"v1\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_without_bound_fall_into_one_series_that_says_so()
    {
        using var meter = new Meter("Bellwether.Tests.Many");
        using var collector = new MetricsCollector(null);
        var counter = meter.CreateCounter<int>("many.things");
        for (var i = 0; i < 5_000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("id", i));
        var samples = PrometheusParser.Parse(Scrape(collector))["many_things_total"].Samples;
        Assert.Equal(5_000, samples.Values.Sum(s => s.Value));
        Assert.Equal(3_000, samples["many_things_total{otel_metric_overflow=true}"].Value);
    }

    [Fact]
    public async Task No_measurement_is_lost_under_concurrency_and_none_allocates()
    {
        using var meter = new Meter("Bellwether.Tests.Race");
        using var collector = new MetricsCollector(null);
        var counter = meter.CreateCounter<long>("race.things");
        var histogram = meter.CreateHistogram<double>("race.wait", "s");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("kind", i % 40 < 20 ? "a" : "b"));
                histogram.Record(0.003, new KeyValuePair<string, object?>("kind", i.ToString(System.Globalization.CultureInfo.InvariantCulture)[..1]));
            }
        })));
        var families = PrometheusParser.Parse(Scrape(collector));
        Assert.Equal(80_000, families["race_things_total"].Samples.Values.Sum(s => s.Value));
        Assert.Equal(80_000, families["race_wait_seconds"].Samples.Values.Where(s => s.Name.EndsWith("_count", StringComparison.Ordinal)).Sum(s => s.Value));

        // The least of some rounds: a server that another test starts meanwhile also listens, and allocates once for tags it has not seen.
        Assert.InRange(Enumerable.Range(0, 10).Min(_ => AllocatedBy(counter)), 0, 1_000);
    }

    [Theory]
    [InlineData("a.b-c", "s", "Histogram", "a_b_c_seconds", 1)]
    [InlineData("a.seconds", "s", "Counter", "a_seconds_total", 1)]
    [InlineData("9lives", "us", "Gauge", "_9lives_seconds", 1e-6)]
    [InlineData("used", "%", "Gauge", "used_ratio", 0.01)]
    [InlineData("x", "requests", "Counter", "x_requests_total", 1)]
    [InlineData("ü", null, "Gauge", "_", 1)]
    public void Names_follow_the_rules(string instrument, string? unit, string kind, string name, double scale) =>
        Assert.Equal(new PrometheusName(name, scale), PrometheusName.Of(instrument, unit, Enum.Parse<MetricKind>(kind)));

    [SkippableFact]
    public async Task Promtool_has_nothing_to_say_against_the_scrape()
    {
        var promtool = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, "promtool")).FirstOrDefault(File.Exists);
        Skip.If(promtool is null, "promtool (of Debian's prometheus) is not installed");
        await using var server = await RunningServer.StartAsync(new ServerOptions(), inMemory: false, new ThresholdSystem());
        await server.PostAsync("/v1/systems/card-fraud/decide", Bodies.Payment());
        using var process = Process.Start(new ProcessStartInfo(promtool!, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.StandardInput.BaseStream.WriteAsync((await server.GetAsync("/metrics")).Bytes);
        process.StandardInput.Close();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.DoesNotContain(errors.Split('\n'), line => line.Contains("bellwether_", StringComparison.Ordinal));
        Assert.NotEqual(1, process.ExitCode); // 1: cannot be parsed; 3: remarks on style, which the runtime's own names get
    }

    private static long AllocatedBy(Counter<long> counter)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
            counter.Add(1, new KeyValuePair<string, object?>("kind", "a"));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Scrape(MetricsCollector collector)
    {
        var output = new ArrayBufferWriter<byte>();
        collector.Scrape((families, generation) => PrometheusText.Write(output, families, generation));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
