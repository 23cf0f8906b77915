using System.Globalization;
using System.Text.Unicode;

namespace Bellwether.Data.Events;

/// <summary>The door that every event store has in front: refuses what some store could not keep, and brings the rest to the form in
/// which every store keeps it.</summary>
/// <remarks>All stores use the same door, so that moving a log from one store to another never fails on a single event.</remarks>
public static class EventIntake
{
    /// <summary>The most characters that a system, a type or an id may have.</summary>
    public const int MaximumNameLength = 200;

    /// <summary>The most bytes of one payload: 64 MiB.</summary>
    public const int MaximumPayloadBytes = 64 << 20;

    /// <summary>The most bytes of all payloads and names of one append: 256 MiB.</summary>
    public const long MaximumAppendBytes = 256L << 20;

    /// <summary>The events as a store keeps them: times in UTC, rounded down to the microsecond. Costs one pass; copies no payload.</summary>
    /// <exception cref="ArgumentNullException">The list or one of its events is null.</exception>
    /// <exception cref="ArgumentException">A name is blank, too long, or holds NUL or half a surrogate pair; a payload is too long or is
    /// not UTF-8; the whole append is too long. The message names the event by its place in the list.</exception>
    public static EventRecord[] Take(IReadOnlyList<EventRecord> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var taken = new EventRecord[events.Count];
        var bytes = 0L;
        for (var i = 0; i < taken.Length; i++)
        {
            var record = events[i] ?? throw new ArgumentNullException(nameof(events), At(i, $"must not be null."));
            CheckName(record.System, nameof(record.System), i);
            CheckName(record.Type, nameof(record.Type), i);
            CheckName(record.Id, nameof(record.Id), i);
            if (record.Payload.Length > MaximumPayloadBytes)
                throw new ArgumentException(At(i, $"must have a payload of at most {MaximumPayloadBytes} bytes, but it has {record.Payload.Length}."), nameof(events));
            if (!Utf8.IsValid(record.Payload.Span))
                throw new ArgumentException(At(i, $"({EventKey.Of(record)}) must have a payload in UTF-8, but it holds other bytes."), nameof(events));
            bytes += record.Payload.Length + 64 + (3L * (record.System.Length + record.Type.Length + record.Id.Length));
            var time = UnixMicroseconds.ToTime(UnixMicroseconds.Of(record.Time));
            taken[i] = record.Time.Offset == TimeSpan.Zero && record.Time == time ? record : record with { Time = time };
        }

        return bytes <= MaximumAppendBytes
            ? taken
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"One append must hold at most {MaximumAppendBytes} bytes, but these {taken.Length} events need about {bytes}. Append them in several calls."), nameof(events));
    }

    private static void CheckName(string name, string part, int index)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new ArgumentException(At(index, $"must have a {part} that is not blank."));
        if (name.Length > MaximumNameLength)
            throw new ArgumentException(At(index, $"must have a {part} of at most {MaximumNameLength} characters, but it has {name.Length}."));
        for (var i = 0; i < name.Length; i++)
        {
            var pair = char.IsHighSurrogate(name[i]) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]);
            if (name[i] == '\0' || (char.IsSurrogate(name[i]) && !pair))
                throw new ArgumentException(At(index, $"must have a {part} of whole characters without NUL, but character {i} is U+{(int)name[i]:X4}."));
            if (pair)
                i++;
        }
    }

    private static string At(int index, FormattableString what) =>
        string.Create(CultureInfo.InvariantCulture, $"Event {index} of the append {FormattableString.Invariant(what)}");
}
