namespace Bellwether.Serving.Decisions;

/// <summary>What became of a decision that was handed to the log.</summary>
public enum LogOutcome
{
    /// <summary>It is durable.</summary>
    Durable,

    /// <summary>It has its place and was applied to the features; it becomes durable with the next flush (replay and simulation).</summary>
    Buffered,

    /// <summary>The store is away or slow: the decision waits in the backlog.</summary>
    Deferred,

    /// <summary>The store is away and the backlog is full: the decision is not kept. Counted.</summary>
    Lost,

    /// <summary>A decision of this id waits in the backlog: nothing was added.</summary>
    Waiting,

    /// <summary>The log already holds a decision of this id: nothing was written.</summary>
    Taken,
}
