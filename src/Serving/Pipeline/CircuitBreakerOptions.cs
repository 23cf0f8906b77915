using Bellwether.Numerics;

namespace Bellwether.Serving.Pipeline;

/// <summary>When a model that fails or is slow is left out of the cascade.</summary>
public sealed record CircuitBreakerOptions
{
    /// <summary>How many of the last <see cref="Window"/> scores must have failed for the breaker to open.</summary>
    public int Failures { get; init => field = Require.InRange(value, 1, 64); } = 5;

    /// <summary>How many scores are looked back on, at most 64.</summary>
    public int Window { get; init => field = Require.InRange(value, 1, 64); } = 20;

    /// <summary>How long the model is left out before one score tries it again.</summary>
    public TimeSpan Cooldown { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(30);
}
