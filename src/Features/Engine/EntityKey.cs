namespace Bellwether.Features.Engine;

/// <summary>How an event names an entity: by one text, or by two that are never joined.</summary>
/// <param name="First">The key, or its first part; null when there is none.</param>
/// <param name="Second">The second part, where keys have two.</param>
internal sealed record EntityKey<TEvent>(Func<TEvent, string?> First, Func<TEvent, string?>? Second)
{
    /// <summary>Reads the key; false when it, or a part of it, is missing.</summary>
    public bool TryRead(TEvent value, out string first, out string? second)
    {
        first = First(value)!;
        second = null;
        return first is not null && (Second is null || (second = Second(value)) is not null);
    }
}
