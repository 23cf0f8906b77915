using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bellwether.Server.Catalog;
using Bellwether.Server.Security;
using Bellwether.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Prometheus;

/// <summary><c>/metrics</c> for Prometheus.</summary>
internal static class MetricsApi
{
    private static readonly Meter s_meter = new("Bellwether.Process");

    static MetricsApi()
    {
        s_meter.CreateObservableGauge("bellwether.build_info", static () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", OtlpExport.Version)),
            null, "The version that runs; the value is always 1.");
        var started = (Process.GetCurrentProcess().StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        s_meter.CreateObservableGauge("process.start_time", () => started, "s", "When the process started, in seconds since 1970.");
    }

    public static void Map(IEndpointRouteBuilder routes, MetricsCollector metrics) =>
        routes.Get("/metrics", AccessRule.Predict, context => ScrapeAsync(context, metrics));

    private static async Task ScrapeAsync(HttpContext context, MetricsCollector metrics)
    {
        var output = new ArrayBufferWriter<byte>(32 * 1024);
        metrics.Scrape((families, generation) => PrometheusText.Write(output, families, generation));
        context.Response.ContentType = PrometheusText.ContentType;
        context.Response.ContentLength = output.WrittenCount;
        await context.Response.Body.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }
}
