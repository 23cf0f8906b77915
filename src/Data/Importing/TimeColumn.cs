namespace Bellwether.Data.Importing;

/// <summary>Where an event's time comes from.</summary>
/// <param name="Column">A column of times, of ISO 8601 texts, or of numbers.</param>
/// <param name="Unit">The unit of the numbers; null for times and texts.</param>
public sealed record TimeColumn(string Column, TimeUnit? Unit = null)
{
    /// <summary>What the numbers count from; 1970-01-01 by default.</summary>
    public DateTimeOffset Origin { get; init; } = DateTimeOffset.UnixEpoch;
}
