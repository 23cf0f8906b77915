using Bellwether.Data.Events;

namespace Bellwether.Data.Schema;

/// <summary>An event contract whose type is known only at run time: what hosts, importers and replays work with.</summary>
public interface IEventContract
{
    /// <summary>The name of the event type, as the store keeps it.</summary>
    string TypeName { get; }

    /// <summary>The fields in the order of the record's constructor.</summary>
    IReadOnlyList<FieldSpec> Fields { get; }

    /// <summary>Reads one JSON object strictly into a record ready to append; null when <paramref name="errors"/> is not empty.</summary>
    EventRecord? ReadRecord(string system, ReadOnlySpan<byte> json, out IReadOnlyList<FieldError> errors);

    /// <summary>The typed event that a record holds.</summary>
    IEvent FromRecord(EventRecord record);

    /// <summary>The record of a typed event.</summary>
    EventRecord ToRecord(string system, IEvent value);

    /// <summary>Makes an event from plain values in the order of <see cref="Fields"/>; null when <paramref name="errors"/> is not empty.</summary>
    IEvent? Create(object?[] values, out IReadOnlyList<FieldError> errors);
}
