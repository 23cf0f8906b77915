namespace Bellwether.Data.Events;

/// <summary>What became of one event of an append.</summary>
public enum AppendOutcome
{
    /// <summary>It is durable under the sequence number given.</summary>
    Appended,

    /// <summary>The store already held an event with this system, type and id, and the same time and payload: nothing was written, and
    /// the sequence number given is that of the one it holds.</summary>
    Duplicate,

    /// <summary>The store already holds another event with this system, type and id: nothing was written for this one.</summary>
    Conflict,
}
