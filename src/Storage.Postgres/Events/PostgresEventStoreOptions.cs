using Bellwether.Numerics;

namespace Bellwether.Storage.Postgres.Events;

/// <summary>How the store deals with its server.</summary>
public sealed record PostgresEventStoreOptions
{
    /// <summary>How long connecting may take before the server counts as away; 2 s.</summary>
    public TimeSpan ConnectTimeout { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(2);

    /// <summary>How long the server may take for one group before it counts as away; 15 s.</summary>
    public TimeSpan WriteTimeout { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(15);

    /// <summary>How long to go on asking what became of a group whose connection broke, before its appends fail with an unknown outcome; 5 s.</summary>
    public TimeSpan OutcomeTimeout { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(5);

    /// <summary>After a failed connection, appends fail at once for this long instead of trying again; also the time that
    /// <see cref="Data.Events.EventStoreUnavailableException.RetryAfter"/> names; 500 ms.</summary>
    public TimeSpan RetryAfter { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often subscribers are told of events that other processes appended, when nothing is appended here; 500 ms.</summary>
    public TimeSpan PollInterval { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(500);
}
