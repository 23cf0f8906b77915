namespace Bellwether.Data.Events;

/// <summary>The event store cannot do what was asked now, and nothing of the call took effect; it may work later.</summary>
/// <param name="message">What is wrong, and what to do about it.</param>
/// <param name="retryAfter">When to try again.</param>
/// <param name="inner">The cause.</param>
public sealed class EventStoreUnavailableException(string message, TimeSpan retryAfter, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When to try again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
