using Bellwether.Data.Events;

namespace Bellwether.Systems.Lifecycle;

/// <summary>Outcomes that a file's labels stand for, held back until they would have been known.</summary>
internal sealed class ToldLater<TRequest>(Func<TRequest, double, IEvent?>? told)
    where TRequest : class, IEvent
{
    private readonly PriorityQueue<IEvent, (DateTimeOffset, long)> _waiting = new();
    private long _order;

    /// <summary>A request whose label the file gives.</summary>
    public void Add(TRequest request, double label)
    {
        if (told?.Invoke(request, label) is { } outcome)
            _waiting.Enqueue(outcome, (outcome.Time, _order++));
    }

    /// <summary>The outcomes known by a time, in order.</summary>
    public IEnumerable<IEvent> Until(DateTimeOffset time)
    {
        while (_waiting.TryPeek(out _, out var due) && due.Item1 <= time)
            yield return _waiting.Dequeue();
    }
}
