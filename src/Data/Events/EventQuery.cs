namespace Bellwether.Data.Events;

/// <summary>Which events to read; all of them by default, in the order of the log.</summary>
public sealed record EventQuery
{
    /// <summary>Only events of this system; null for all.</summary>
    public string? System { get; init; }

    /// <summary>Only events of these types; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events after this place in the log.</summary>
    public long AfterSequence { get; init; }

    /// <summary>Only events up to and including this place in the log.</summary>
    public long UpToSequence { get; init; } = long.MaxValue;

    /// <summary>Only events that happened at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only events that happened before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>At most this many events; null for no limit.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether an event is one of those asked for, <see cref="Limit"/> aside.</summary>
    public bool Matches(StoredEvent stored) =>
        stored.Sequence > AfterSequence && stored.Sequence <= UpToSequence
        && (System is null || stored.Event.System == System)
        && (Types.Count == 0 || Types.Contains(stored.Event.Type))
        && (From is null || stored.Event.Time >= From)
        && (Until is null || stored.Event.Time < Until);
}
