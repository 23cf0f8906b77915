using Bellwether.Data.Events;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Decisions;

/// <summary>Keeps features at the state of the log: first by replaying what is there, then by following what becomes durable.</summary>
/// <remarks>What becomes durable during the replay is held back and applied after it, so no fact is missed and none is applied twice.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public sealed class LogFollower<TRequest, TDecision> : IDisposable
    where TRequest : class, IEvent
{
    private readonly FeatureState<TRequest> _features;
    private readonly FactReader<TRequest, TDecision> _facts;
    private readonly Lock _gate = new();
    private List<StoredEvent>? _held = [];
    private IDisposable? _subscription;
    private long _unreadable;

    private LogFollower(FeatureState<TRequest> features, FactReader<TRequest, TDecision> facts)
    {
        _features = features;
        _facts = facts;
    }

    /// <summary>How many stored events of the system could not be read by their contracts; they were passed over.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <summary>Brings features up to date with the log from their watermark on, and follows it until disposed.</summary>
    /// <param name="store">The log.</param>
    /// <param name="features">Brought up to date.</param>
    /// <param name="facts">Reads what the log holds.</param>
    /// <param name="live">Whether to go on following.</param>
    /// <param name="cancellationToken">Stops the replay.</param>
    /// <exception cref="EventStoreUnavailableException">The store cannot be read now.</exception>
    public static async ValueTask<LogFollower<TRequest, TDecision>> StartAsync(
        IEventStore store, FeatureState<TRequest> features, FactReader<TRequest, TDecision> facts, bool live = true, CancellationToken cancellationToken = default)
    {
        var follower = new LogFollower<TRequest, TDecision>(features, facts);
        if (live)
            follower._subscription = store.Subscribe(follower.OnDurable);
        try
        {
            var query = new EventQuery { System = facts.System, AfterSequence = features.AppliedSequence };
            await foreach (var stored in store.ReadAsync(query, cancellationToken))
                follower.Apply(stored);
            follower.CatchUp();
            return follower;
        }
        catch
        {
            follower.Dispose();
            throw;
        }
    }

    /// <summary>Applies one event of the log; to be called in the order of the log. Does not throw.</summary>
    public void Apply(StoredEvent stored)
    {
        IEvent? fact = null;
        try
        {
            fact = _facts.Read(stored.Event);
        }
        catch (Exception)
        {
            // A callback of the store must not throw; the watermark moves on, here and in every later replay alike.
            Interlocked.Increment(ref _unreadable);
        }

        _features.Apply(stored.Sequence, fact);
    }

    /// <summary>Stops following.</summary>
    public void Dispose() => _subscription?.Dispose();

    private void CatchUp()
    {
        lock (_gate)
        {
            foreach (var stored in _held!)
                Apply(stored);
            _held = null;
        }
    }

    private void OnDurable(IReadOnlyList<StoredEvent> batch)
    {
        lock (_gate)
        {
            if (_held is not null)
            {
                _held.AddRange(batch);
                return;
            }
        }

        foreach (var stored in batch)
            Apply(stored);
    }
}
