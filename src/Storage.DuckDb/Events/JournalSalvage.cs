using System.Buffers;
using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>The way back from a damaged journal: keeps every whole record and says which events are lost.</summary>
public static class JournalSalvage
{
    /// <summary>The folder, inside the store's, to which the damaged files are moved; nothing is ever deleted.</summary>
    public const string DamagedFolder = "journal-damaged";

    /// <summary>Rewrites the journal of a store directory from its whole records. Run it while no process has the store open.</summary>
    /// <param name="directory">The store's directory.</param>
    /// <returns>How many events were kept and which sequences are missing between them.</returns>
    /// <exception cref="IOException">A process has the store open, the damaged folder of an earlier salvage is still there, or the disk
    /// cannot take the copy: then the journal is as it was.</exception>
    public static JournalSalvageReport Run(string directory)
    {
        using var owned = StoreLock.Take(directory);
        var damaged = Path.Combine(directory, DamagedFolder);
        if (Directory.Exists(damaged))
            throw new IOException($"{damaged} must not exist, but does: it holds the files of an earlier salvage. Move it away first.");

        var files = JournalSegment.Files(directory);
        var kept = new SortedDictionary<long, StoredEvent>();
        var floor = long.MaxValue;
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var whole = JournalFormat.TryReadHeader(bytes, out var first, out var previous);
            floor = whole ? Math.Min(floor, previous) : floor;
            foreach (var (_, stored) in new JournalSegment(file, first, previous, bytes).WholeRecords(whole ? JournalFormat.HeaderBytes : 0))
                kept[stored.Sequence] = stored; // a later file repeats a sequence only when the earlier copy was never acknowledged
        }

        floor = kept.Count == 0 ? floor : Math.Min(floor, kept.Keys.First() - 1);
        var (segments, missing) = Rewrite(kept, floor);
        var fresh = Path.Combine(directory, "journal-salvaged");
        Directory.CreateDirectory(fresh);
        foreach (var (name, bytes) in segments)
        {
            using var file = File.OpenHandle(Path.Combine(fresh, name), FileMode.Create, FileAccess.Write);
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        Directory.CreateDirectory(damaged);
        foreach (var file in files)
            File.Move(file, Path.Combine(damaged, Path.GetFileName(file)));
        foreach (var (name, _) in segments)
            File.Move(Path.Combine(fresh, name), Path.Combine(directory, name));
        Directory.Delete(fresh);
        JournalDirectory.Sync(directory);
        return new(kept.Count, missing);
    }

    private static (List<(string Name, byte[] Bytes)> Segments, List<SequenceRange> Missing) Rewrite(SortedDictionary<long, StoredEvent> kept, long floor)
    {
        var segments = new List<(string, byte[])>();
        var missing = new List<SequenceRange>();
        var buffer = new ArrayBufferWriter<byte>();
        long first = 0, previous = floor;
        var events = kept.Values.ToList();
        for (var i = 0; i < events.Count; i++)
        {
            var sequence = events[i].Sequence;
            if (buffer.WrittenCount == 0 || sequence != previous + 1)
            {
                if (sequence != previous + 1)
                    missing.Add(new(previous + 1, sequence - 1));
                (first, buffer) = (sequence, new());
                buffer.Write(JournalFormat.Header(first, previous));
            }

            var ends = i + 1 == events.Count || events[i + 1].Sequence != sequence + 1 || buffer.WrittenCount > 64 << 20;
            JournalFormat.Write(buffer, events[i], lastOfAppend: true);
            previous = sequence;
            if (!ends)
                continue;
            segments.Add((JournalFormat.FileName(first), buffer.WrittenSpan.ToArray()));
            buffer = new();
        }

        return (segments, missing);
    }
}
