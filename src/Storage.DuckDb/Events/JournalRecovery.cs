using System.Globalization;
using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>What the journal of a directory held when it was opened.</summary>
/// <param name="Events">The events after <c>drainedUpTo</c>, in order.</param>
/// <param name="Segments">The segments by first sequence, the open one last.</param>
/// <param name="Last">The last sequence of the journal; 0 when it is empty.</param>
/// <param name="TailLength">How many bytes of the last segment are good.</param>
/// <param name="TornBytes">How many bytes after them belonged to an append that was never acknowledged.</param>
internal sealed record JournalRecovery(
    IReadOnlyList<StoredEvent> Events, IReadOnlyList<(string Path, long First)> Segments, long Last, long TailLength, long TornBytes)
{
    /// <summary>Reads all segments, checks that they follow each other, and finds where the last one ends. Changes nothing on disk.</summary>
    /// <exception cref="EventStoreCorruptException">A record that was acknowledged is damaged, or a segment is missing.</exception>
    public static JournalRecovery Read(string directory, long drainedUpTo)
    {
        var segments = new List<(string Path, long First)>();
        var events = new List<StoredEvent>();
        var files = JournalSegment.Files(directory);
        long last = 0, tail = 0, torn = 0;
        var current = files.Length == 0 ? null : JournalSegment.Read(files[0]);
        for (var i = 0; i < files.Length; i++)
        {
            var next = i + 1 < files.Length ? JournalSegment.Read(files[i + 1]) : null;
            if (current is null)
            {
                // The header is written and synced before the first record: a segment without one, at the end, never held anything.
                if (i + 1 < files.Length || new FileInfo(files[i]).Length > JournalFormat.HeaderBytes)
                    throw Corrupt(files[i], 0, "must begin with a whole header, but does not");
                segments.Add((files[i], last + 1));
                (tail, torn) = (0, new FileInfo(files[i]).Length);
                break;
            }

            if (segments.Count == 0 && current.Previous > drainedUpTo)
                throw new EventStoreCorruptException(string.Create(CultureInfo.InvariantCulture,
                    $"The database holds events up to {drainedUpTo}, but the journal begins after {current.Previous} ({current.Path}): the events between are in neither. "
                    + $"Put back the database file that belongs to this journal (docs/runbook.md, 'Backup and restore')."));
            (last, tail) = Scan(current, next?.Previous, drainedUpTo, events);
            torn = current.Bytes.Length - tail;
            segments.Add((current.Path, current.First));
            current = next;
        }

        return new(events, segments, last, tail, torn);
    }

    private static (long Last, long Tail) Scan(JournalSegment segment, long? mustEndAt, long drainedUpTo, List<StoredEvent> events)
    {
        long last = segment.Previous, tail = JournalFormat.HeaderBytes, at = tail, expected = segment.First;
        var append = new List<StoredEvent>();
        while (last != mustEndAt && at < segment.Bytes.Length)
        {
            if (!JournalFormat.TryRead(segment.Bytes, at, out var stored, out var lastOfAppend, out var next) || stored.Sequence != expected)
                break;
            expected++;
            at = next;
            append.Add(stored);
            if (!lastOfAppend)
                continue;
            events.AddRange(append.Where(e => e.Sequence > drainedUpTo));
            append.Clear();
            (last, tail) = (stored.Sequence, at);
        }

        if (mustEndAt is { } end && last != end)
            throw Corrupt(segment.Path, at, string.Create(CultureInfo.InvariantCulture, $"must hold events up to {end}, but the record of event {expected} is damaged or missing"));
        if (mustEndAt is null && at < segment.Bytes.Length && segment.WholeRecords(at + 1).Any(r => r.Stored.Sequence >= expected))
            throw Corrupt(segment.Path, at, string.Create(CultureInfo.InvariantCulture, $"has whole records after the damaged one of event {expected}"));
        return (last, tail);
    }

    private static EventStoreCorruptException Corrupt(string path, long offset, string what) => new(string.Create(CultureInfo.InvariantCulture,
        $"The journal is damaged: {path} {what}, at byte {offset}. Nothing was changed. Restore the file from a backup, or keep every whole record with "
        + $"JournalSalvage (docs/runbook.md, 'Damaged journal')."));
}
