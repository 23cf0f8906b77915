using Bellwether.Data.Events;

namespace Bellwether.Features.Engine;

/// <summary>Takes from the events of one type the entity they belong to and the values that features need.</summary>
internal abstract class StreamSource(Type eventType)
{
    /// <summary>The type of the events.</summary>
    public Type EventType { get; } = eventType;

    /// <summary>Reads the entity's key; false for an event that belongs to none.</summary>
    public abstract bool TryReadKey(IEvent value, out string first, out string? second);

    /// <summary>Whether events belong to the entity that this key names.</summary>
    public abstract bool Has(object key);

    /// <summary>Writes the values: NaN for missing numbers, 0 for missing names.</summary>
    public abstract void Read(IEvent value, double[] numbers, ulong[] names, TextHashes hashes);
}

/// <summary>Takes values from events of type <typeparamref name="TEvent"/>.</summary>
internal sealed class StreamSource<TEvent>(EntityKey<TEvent> key, Func<TEvent, double>[] numbers, Func<TEvent, string?>[] names)
    : StreamSource(typeof(TEvent))
    where TEvent : class, IEvent
{
    public override bool TryReadKey(IEvent value, out string first, out string? second) => key.TryRead((TEvent)value, out first, out second);

    public override bool Has(object other) => key.Equals(other);

    public override void Read(IEvent value, double[] into, ulong[] intoNames, TextHashes hashes)
    {
        var typed = (TEvent)value;
        for (var i = 0; i < numbers.Length; i++)
            into[i] = numbers[i](typed);
        for (var i = 0; i < names.Length; i++)
            intoNames[i] = names[i](typed) is { } name ? Math.Max(1, hashes.Of(name)) : 0;
    }
}
