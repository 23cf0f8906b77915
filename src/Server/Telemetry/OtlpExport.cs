using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Bellwether.Server.Telemetry;

/// <summary>Sends metrics and traces by OTLP for as long as it lives; disposing it sends what is left.</summary>
/// <remarks>The protocol is that of <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>; without one, gRPC for port 4317 and protobuf over HTTP for any
/// other. The SDK reads the other standard variables (headers, intervals, sampler, resource attributes) itself.</remarks>
internal sealed class OtlpExport : IDisposable
{
    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    private OtlpExport(MeterProvider metrics, TracerProvider traces) => (_metrics, _traces) = (metrics, traces);

    /// <summary>Starts sending, or returns null when no endpoint is set.</summary>
    /// <exception cref="ServerRefusedException">The endpoint is not an http address.</exception>
    public static OtlpExport? Start(Uri? endpoint)
    {
        var variable = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT");
        if (endpoint is null && string.IsNullOrWhiteSpace(variable))
            return null;
        if (endpoint is null && !Uri.TryCreate(variable, UriKind.Absolute, out endpoint) || endpoint!.Scheme is not ("http" or "https"))
            throw new ServerRefusedException($"OTEL_EXPORTER_OTLP_ENDPOINT must be an http or https address such as http://127.0.0.1:4318, but is '{endpoint?.ToString() ?? variable}'.");
        var protocol = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL") switch
        {
            "grpc" => OtlpExportProtocol.Grpc,
            "http/protobuf" => OtlpExportProtocol.HttpProtobuf,
            _ => endpoint.Port == 4317 ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        };
        void Aim(OtlpExporterOptions options, string path)
        {
            options.Protocol = protocol;
            options.Endpoint = protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri(endpoint.ToString().TrimEnd('/') + path);
        }

        var resource = ResourceBuilder.CreateDefault().AddService(
            Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") is { Length: > 0 } name ? name : "bellwether", serviceVersion: Version);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter("Bellwether*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter(options => Aim(options, "/v1/metrics"))
            .Build();
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Bellwether", "Microsoft.AspNetCore")
            .AddOtlpExporter(options => Aim(options, "/v1/traces"))
            .Build();
        return new OtlpExport(metrics, traces);
    }

    /// <summary>The version of this program.</summary>
    public static string Version { get; } = typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Sends what is held now.</summary>
    public void Flush()
    {
        _metrics.ForceFlush(5_000);
        _traces.ForceFlush(5_000);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _traces.Dispose();
    }
}
