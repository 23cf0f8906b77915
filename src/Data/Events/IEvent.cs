namespace Bellwether.Data.Events;

/// <summary>What every typed event has: an id that makes sending it twice harmless, and the time at which it happened.</summary>
public interface IEvent
{
    /// <summary>Unique among the events of its type in its system; not blank, at most 200 characters.</summary>
    string Id { get; }

    /// <summary>When it happened.</summary>
    DateTimeOffset Time { get; }
}
