using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;

namespace Bellwether.Bench.Serving;

/// <summary>A log that forgets: what is left of a decision's cost is the decision's own.</summary>
internal sealed class NullLog : IDecisionLog
{
    public int Backlog => 0;

    public long Lost => 0;

    /// <summary>The bytes of the last decision.</summary>
    public int LastBytes { get; private set; }

    public ValueTask<LogOutcome> AppendDecisionAsync(EventRecord decision, TimeSpan patience)
    {
        LastBytes = decision.Payload.Length;
        return new(LogOutcome.Durable);
    }

    public ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> facts, CancellationToken cancellationToken = default) =>
        new([.. facts.Select((_, i) => new AppendReceipt(AppendOutcome.Appended, i + 1))]);

    public ValueTask<EventRecord?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default) => new((EventRecord?)null);

    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => default;

    public ValueTask DisposeAsync() => default;
}
