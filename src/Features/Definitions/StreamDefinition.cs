using Bellwether.Data.Events;
using Bellwether.Features.Engine;

namespace Bellwether.Features.Definitions;

/// <summary>The events of one type that belong to one kind of entity.</summary>
internal abstract class StreamDefinition(string entity, Type eventType, Delegate first, Delegate? second)
{
    /// <summary>The kind of entity.</summary>
    public string Entity { get; } = entity;

    /// <summary>The type of the events.</summary>
    public Type EventType { get; } = eventType;

    /// <summary>Whether the entity is named by two texts.</summary>
    public bool IsPair => second is not null;

    /// <summary>Whether these delegates name the entity.</summary>
    public bool IsKeyed(Delegate byFirst, Delegate? bySecond) => SameCode.Equal(first, byFirst) && SameCode.Equal(second, bySecond);

    /// <summary>Reads these selectors from the events.</summary>
    public abstract StreamSource Source(IEnumerable<Selector> numbers, IEnumerable<Selector> names);
}

/// <summary>The events of type <typeparamref name="TEvent"/> that belong to one kind of entity.</summary>
internal sealed class StreamDefinition<TEvent>(string entity, EntityKey<TEvent> key) : StreamDefinition(entity, typeof(TEvent), key.First, key.Second)
    where TEvent : class, IEvent
{
    public override StreamSource Source(IEnumerable<Selector> numbers, IEnumerable<Selector> names) =>
        new StreamSource<TEvent>(key, [.. numbers.Select(s => (Func<TEvent, double>)s.Read)], [.. names.Select(s => (Func<TEvent, string?>)s.Read)]);
}
