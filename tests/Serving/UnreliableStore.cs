using System.Runtime.CompilerServices;
using Bellwether.Data.Events;

namespace Bellwether.Serving.Tests;

/// <summary>A store that can be away, or hold appends back until it is let go.</summary>
public sealed class UnreliableStore(IEventStore inner) : IEventStore
{
    private volatile TaskCompletionSource? _held;
    private int _appends;

    public bool IsAway { get; set; }

    public int Appends => Volatile.Read(ref _appends);

    public long LastSequence => inner.LastSequence;

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    public async ValueTask<IReadOnlyList<AppendReceipt>> AppendAsync(IReadOnlyList<EventRecord> events, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _appends);
        if (_held is { } held)
            await held.Task;
        ThrowIfAway();
        return await inner.AppendAsync(events, cancellationToken);
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfAway();
        await foreach (var stored in inner.ReadAsync(query, cancellationToken))
            yield return stored;
    }

    public ValueTask<StoredEvent?> FindAsync(string system, string type, string id, CancellationToken cancellationToken = default)
    {
        ThrowIfAway();
        return inner.FindAsync(system, type, id, cancellationToken);
    }

    public IDisposable Subscribe(Action<IReadOnlyList<StoredEvent>> onDurable) => inner.Subscribe(onDurable);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void ThrowIfAway()
    {
        if (IsAway)
            throw new EventStoreUnavailableException("The store is away. Start it again.", TimeSpan.FromMilliseconds(60));
    }
}
