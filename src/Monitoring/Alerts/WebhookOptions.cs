using Bellwether.Numerics;

namespace Bellwether.Monitoring.Alerts;

/// <summary>How hard a webhook is tried.</summary>
public sealed record WebhookOptions
{
    /// <summary>Attempts per transition; 5 by default.</summary>
    public int Attempts { get; init => field = Require.Positive(value); } = 5;

    /// <summary>The wait after the first failure, doubled after each further one; a second by default.</summary>
    public TimeSpan FirstDelay { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait; a minute by default.</summary>
    public TimeSpan LongestDelay { get; init => field = Require.Positive(value); } = TimeSpan.FromMinutes(1);

    /// <summary>The limit of one attempt; 10 seconds by default.</summary>
    public TimeSpan Timeout { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(10);

    /// <summary>Transitions that may wait; beyond it new ones are let go and counted. 256 by default.</summary>
    public int Capacity { get; init => field = Require.Positive(value); } = 256;
}
