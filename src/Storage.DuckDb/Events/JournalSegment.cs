using Bellwether.Data.Events;

namespace Bellwether.Storage.DuckDb.Events;

/// <summary>A segment file of the journal, read whole.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="First">The sequence of its first record, by its header.</param>
/// <param name="Previous">The sequence before its first, by its header.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record JournalSegment(string Path, long First, long Previous, byte[] Bytes)
{
    /// <summary>The segments of a directory, in order.</summary>
    public static string[] Files(string directory)
    {
        var files = Directory.GetFiles(directory, JournalFormat.Pattern);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <summary>Reads a segment; null when it has no whole header.</summary>
    public static JournalSegment? Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return JournalFormat.TryReadHeader(bytes, out var first, out var previous) ? new(path, first, previous, bytes) : null;
    }

    /// <summary>Every whole record, damaged stretches skipped, each with its place in the file: what a salvage keeps.</summary>
    public IEnumerable<(long Offset, StoredEvent Stored)> WholeRecords(long from = JournalFormat.HeaderBytes)
    {
        for (var at = from; at < Bytes.Length;)
        {
            if (JournalFormat.TryRead(Bytes, at, out var stored, out _, out var next))
            {
                yield return (at, stored);
                at = next;
            }
            else
            {
                at++;
            }
        }
    }
}
