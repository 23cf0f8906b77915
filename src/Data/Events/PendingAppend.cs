namespace Bellwether.Data.Events;

/// <summary>One append that waits for its group to become durable.</summary>
/// <param name="events">The events, as <see cref="EventIntake.Take"/> gave them.</param>
/// <param name="state">What the store looked up before it queued the append.</param>
public sealed class PendingAppend(EventRecord[] events, object? state)
{
    private readonly TaskCompletionSource<IReadOnlyList<AppendReceipt>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The events, in the caller's order.</summary>
    public IReadOnlyList<EventRecord> Events => events;

    /// <summary>One receipt per event: filled by whoever writes the group.</summary>
    public AppendReceipt[] Receipts { get; } = new AppendReceipt[events.Length];

    /// <summary>What the store looked up before it queued the append.</summary>
    public object? State => state;

    internal long Bytes { get; } = events.Sum(e => 256L + e.Payload.Length);

    internal Task<IReadOnlyList<AppendReceipt>> Completion => _completion.Task;

    internal void Complete() => _completion.TrySetResult(Receipts);

    internal void Fail(Exception cause) => _completion.TrySetException(cause switch
    {
        EventStoreUnavailableException away => new EventStoreUnavailableException(away.Message, away.RetryAfter, away),
        _ => cause,
    });
}
