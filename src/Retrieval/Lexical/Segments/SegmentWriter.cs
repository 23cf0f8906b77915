using System.Buffers.Binary;
using System.Text;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Puts the sections of a segment together.</summary>
internal static unsafe class SegmentWriter
{
    /// <summary>The finished segment, in native memory.</summary>
    /// <param name="keys">One per document.</param>
    /// <param name="lengths">Terms per document, per field.</param>
    /// <param name="postings">All terms.</param>
    /// <param name="keepPositions">Whether the postings have positions.</param>
    public static SegmentMemory Write(IReadOnlyList<string> keys, int[][] lengths, PostingsEncoder postings, bool keepPositions)
    {
        var sections = new ByteOutput[SegmentFormat.Sections];
        sections[(int)SegmentSection.Counts] = Counts(keys.Count, lengths, postings.TermCount, keepPositions);
        var all = sections[(int)SegmentSection.Lengths] = new ByteOutput();
        foreach (var field in lengths)
            all.WriteAll<int>(field);
        WriteKeys(keys, sections);
        sections[(int)SegmentSection.TermOffsets] = postings.TermOffsets;
        sections[(int)SegmentSection.TermBytes] = postings.TermBytes;
        sections[(int)SegmentSection.Terms] = postings.Terms;
        sections[(int)SegmentSection.Postings] = postings.Postings;
        sections[(int)SegmentSection.Positions] = postings.Positions;

        var lengthsOfSections = sections.Select(s => s.Length).ToArray();
        foreach (var section in sections)
            section.Align();
        var header = new byte[SegmentFormat.HeaderBytes];
        var memory = SegmentMemory.Copy(sections.SelectMany(s => s.Chunks()).Prepend(header), header.Length + sections.Sum(s => s.Length));
        var span = new Span<byte>(memory.Start, header.Length);
        SegmentFormat.Magic.CopyTo(span);
        long offset = header.Length;
        for (var i = 0; i < sections.Length; i++)
        {
            var entry = span[(8 + (i * 24))..];
            BinaryPrimitives.WriteInt64LittleEndian(entry, offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], lengthsOfSections[i]);
            BinaryPrimitives.WriteUInt64LittleEndian(entry[16..], SegmentChecksum.Of(memory.Start + offset, lengthsOfSections[i]));
            offset += sections[i].Length;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(span[^8..], StableHash.Of(span[..^8]));
        return memory;
    }

    private static ByteOutput Counts(int documents, int[][] lengths, int terms, bool keepPositions)
    {
        var counts = new ByteOutput();
        counts.Write(documents);
        counts.Write(terms);
        counts.Write(lengths.Length);
        counts.Write(keepPositions ? 1 : 0);
        foreach (var field in lengths)
        {
            counts.Write(field.Sum(l => (long)l));
            counts.Write((long)field.Count(l => l > 0));
        }

        return counts;
    }

    private static void WriteKeys(IReadOnlyList<string> keys, ByteOutput[] sections)
    {
        var (offsets, bytes, table) = (new ByteOutput(), new ByteOutput(), new int[KeySlots(keys.Count)]);
        offsets.Write(0L);
        for (var i = 0; i < keys.Count; i++)
        {
            var key = Encoding.UTF8.GetBytes(keys[i]);
            bytes.Write(key);
            offsets.Write(bytes.Length);
            var slot = (int)(StableHash.Of(key) & (uint)(table.Length - 1));
            while (table[slot] != 0)
                slot = (slot + 1) & (table.Length - 1);
            table[slot] = i + 1;
        }

        sections[(int)SegmentSection.KeyOffsets] = offsets;
        sections[(int)SegmentSection.KeyBytes] = bytes;
        (sections[(int)SegmentSection.KeyTable] = new ByteOutput()).WriteAll<int>(table);
    }

    private static int KeySlots(int documents)
    {
        var slots = 4;
        while (slots < documents * 1.5)
            slots *= 2;
        return slots;
    }
}
