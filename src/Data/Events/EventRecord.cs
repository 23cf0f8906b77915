namespace Bellwether.Data.Events;

/// <summary>An event as the store keeps it: an immutable fact with a time, its content as UTF-8 JSON.</summary>
/// <param name="System">The system it belongs to, e.g. <c>card-fraud</c>.</param>
/// <param name="Type">The kind of fact, e.g. <c>CardPayment</c>; unique ids are per system and type.</param>
/// <param name="Id">The caller's id; sending the same id with the same content again is harmless.</param>
/// <param name="Time">When it happened, by the caller's account, UTC, to the microsecond.</param>
/// <param name="Payload">The content as UTF-8 JSON.</param>
public sealed record EventRecord(string System, string Type, string Id, DateTimeOffset Time, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The typed object that <see cref="Payload"/> was written from, when the writer still has it: spares readers in the
    /// same process from parsing. Never stored; takes no part in equality.</summary>
    public object? Value { get; init; }

    /// <summary>Equal when all stored parts are equal, byte for byte.</summary>
    public bool Equals(EventRecord? other) =>
        other is not null && System == other.System && Type == other.Type && Id == other.Id && Time == other.Time
        && Payload.Span.SequenceEqual(other.Payload.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(System, Type, Id, Time, Payload.Length);
}
