namespace Bellwether.Data.Events;

/// <summary>Who wants to hear of durable events: the part of <see cref="IEventStore.Subscribe"/> that all stores share.</summary>
/// <remarks>Subscribing and ending a subscription are safe at any time; <see cref="Publish"/> must be called by one thread at a time.</remarks>
public sealed class EventSubscriptions
{
    private volatile Action<IReadOnlyList<StoredEvent>>[] _callbacks = [];
    private readonly Lock _gate = new();
    private long _faults;

    /// <summary>How many times a callback threw although it must not. The others were called all the same, and the append succeeded.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>What the last callback that threw did throw; null when none did.</summary>
    public Exception? LastFault { get; private set; }

    /// <summary>Adds a callback; disposing the answer removes it.</summary>
    public IDisposable Add(Action<IReadOnlyList<StoredEvent>> onDurable)
    {
        ArgumentNullException.ThrowIfNull(onDurable);
        lock (_gate)
            _callbacks = [.. _callbacks, onDurable];
        return new Subscription(this, onDurable);
    }

    /// <summary>Calls everyone back with a batch, in the order of subscription. An empty batch calls nobody.</summary>
    public void Publish(IReadOnlyList<StoredEvent> batch)
    {
        if (batch.Count == 0)
            return;
        foreach (var callback in _callbacks)
        {
            try
            {
                callback(batch);
            }
            catch (Exception fault)
            {
                LastFault = fault;
                Interlocked.Increment(ref _faults);
            }
        }
    }

    private void Remove(Action<IReadOnlyList<StoredEvent>> onDurable)
    {
        lock (_gate)
        {
            var at = Array.IndexOf(_callbacks, onDurable);
            if (at >= 0)
                _callbacks = [.. _callbacks[..at], .. _callbacks[(at + 1)..]];
        }
    }

    private sealed class Subscription(EventSubscriptions owner, Action<IReadOnlyList<StoredEvent>> onDurable) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
                owner.Remove(onDurable);
        }
    }
}
