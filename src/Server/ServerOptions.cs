using Bellwether.Numerics;

namespace Bellwether.Server;

/// <summary>How a server listens, whom it lets in, and what it takes at most.</summary>
public sealed record ServerOptions
{
    /// <summary>The address to listen on: <c>http://host:port</c>; port 0 takes a free one. Any host that is not the loopback demands
    /// <see cref="ApiKeyFile"/>. TLS is the matter of a proxy in front.</summary>
    public string Url { get; init => field = Require.NotBlank(value); } = "http://127.0.0.1:8080";

    /// <summary>The file of API keys (see <see cref="Security.ApiKeys"/>). When given, every request but health checks needs a key.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>The hosts that the <c>Host</c> header may name, beside the loopback's names. Empty means: those of the loopback alone
    /// when listening there (which keeps web pages from reaching in by DNS rebinding), any when listening elsewhere.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The largest body taken, in bytes; 8 MiB by default. A larger one is answered with 413.</summary>
    public int MaxBodyBytes { get; init => field = Require.Positive(value); } = 8 * 1024 * 1024;

    /// <summary>The most decisions, events or outcomes in one request; 1,000 by default.</summary>
    public int MaxBatch { get; init => field = Require.Positive(value); } = 1_000;

    /// <summary>The most connections held at once; further ones are closed.</summary>
    public int MaxConnections { get; init => field = Require.Positive(value); } = 10_000;

    /// <summary>How long one request may take before it is cancelled and answered with 504.</summary>
    public TimeSpan RequestTimeout { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping server goes on serving while it already says "not ready", so that a load balancer can turn away.</summary>
    public TimeSpan DrainDelay { get; init => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.FromHours(1)); } = TimeSpan.Zero;

    /// <summary>How long a stopping server waits for requests in flight, and then for its systems to write what they hold.</summary>
    public TimeSpan DrainDeadline { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(30);

    /// <summary>Where metrics and traces go by OTLP; null takes the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, and sends
    /// nothing when that is not set either.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Adds <c>/noop</c>, an endpoint that does nothing, to measure the cost of the server itself.</summary>
    public bool Bench { get; init; }

    /// <summary>Called once, with the address listened on, when the server takes requests.</summary>
    public Action<string>? Started { get; init; }

    /// <summary>The clock by which keys expire.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
