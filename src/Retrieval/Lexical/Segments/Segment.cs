using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>A part of an index: documents with their keys, terms and postings. Immutable; safe to share.</summary>
/// <remarks>Every place that its bytes name is checked before it is read, so that a damaged or hostile file gives a <see cref="ModelFormatException"/> and nothing worse.</remarks>
internal sealed unsafe class Segment
{
    private readonly SegmentMemory _memory;
    private readonly long[] _offsets = new long[SegmentFormat.Sections], _lengths = new long[SegmentFormat.Sections];
    private readonly string _name;

    /// <summary>Opens a segment.</summary>
    /// <param name="memory">Its bytes.</param>
    /// <param name="name">What messages call it: its path.</param>
    /// <exception cref="ModelFormatException">The bytes are not a segment, or are damaged.</exception>
    public Segment(SegmentMemory memory, string name)
    {
        (_memory, _name) = (memory, name);
        ReadHeader();
        var counts = Section(SegmentSection.Counts);
        Check(counts.Length >= 16, SegmentSection.Counts, "its counts are cut off");
        DocumentCount = BinaryPrimitives.ReadInt32LittleEndian(counts);
        TermCount = BinaryPrimitives.ReadInt32LittleEndian(counts[4..]);
        FieldCount = BinaryPrimitives.ReadInt32LittleEndian(counts[8..]);
        HasPositions = BinaryPrimitives.ReadInt32LittleEndian(counts[12..]) != 0;
        Check(DocumentCount >= 0 && TermCount >= 0 && FieldCount is >= 1 and <= LexicalOptions.MostFields && counts.Length == 16 + (FieldCount * 16), SegmentSection.Counts, "its counts are out of range");
        CheckLength(SegmentSection.Lengths, (long)DocumentCount * FieldCount * 4);
        CheckLength(SegmentSection.KeyOffsets, (DocumentCount + 1L) * 8);
        CheckLength(SegmentSection.TermOffsets, (TermCount + 1L) * 8);
        CheckLength(SegmentSection.Terms, (long)TermCount * SegmentFormat.TermEntryBytes(FieldCount));
        var slots = _lengths[(int)SegmentSection.KeyTable] / 4;
        Check(slots > DocumentCount && (slots & (slots - 1)) == 0 && slots <= int.MaxValue, SegmentSection.KeyTable, "its size must be a power of two above the number of documents");
        for (var f = 0; f < FieldCount; f++)
            Check(TotalLength(f) >= 0 && DocumentsWith(f) >= 0, SegmentSection.Counts, "a sum of lengths is negative");
    }

    public int DocumentCount { get; }

    public int TermCount { get; }

    public int FieldCount { get; }

    public bool HasPositions { get; }

    public long Bytes => _memory.Length;

    public SegmentMemory Memory => _memory;

    /// <summary>Terms of all documents in a field.</summary>
    public long TotalLength(int field) => BinaryPrimitives.ReadInt64LittleEndian(Section(SegmentSection.Counts)[(16 + (field * 16))..]);

    /// <summary>Documents that have the field.</summary>
    public long DocumentsWith(int field) => BinaryPrimitives.ReadInt64LittleEndian(Section(SegmentSection.Counts)[(24 + (field * 16))..]);

    /// <summary>The lengths of a field: <see cref="DocumentCount"/> numbers.</summary>
    public uint* Lengths(int field) => (uint*)(_memory.Start + _offsets[(int)SegmentSection.Lengths]) + ((long)field * DocumentCount);

    /// <summary>The key of a document in UTF-8.</summary>
    public ReadOnlySpan<byte> Key(int document) => Slice(SegmentSection.KeyOffsets, SegmentSection.KeyBytes, document);

    /// <summary>A term in UTF-8.</summary>
    public ReadOnlySpan<byte> Term(int number) => Slice(SegmentSection.TermOffsets, SegmentSection.TermBytes, number);

    /// <summary>Whether every section has the checksum that the header names. O(bytes).</summary>
    /// <exception cref="ModelFormatException">One has not.</exception>
    public void Verify()
    {
        for (var i = 0; i < SegmentFormat.Sections; i++)
        {
            var expected = BinaryPrimitives.ReadUInt64LittleEndian(_memory.Slice(8 + (i * 24) + 16, 8));
            Check(SegmentChecksum.Of(_memory.Start + _offsets[i], _lengths[i]) == expected, (SegmentSection)i, "its checksum does not agree with its bytes");
        }
    }

    /// <summary>The document with a key, the last one added; -1 for none.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        var table = (int*)(_memory.Start + _offsets[(int)SegmentSection.KeyTable]);
        var mask = (int)(_lengths[(int)SegmentSection.KeyTable] / 4) - 1;
        var found = -1;
        for (int slot = (int)(StableHash.Of(key) & (uint)mask), probes = 0; table[slot] != 0 && probes <= mask; slot = (slot + 1) & mask, probes++)
        {
            var document = table[slot] - 1;
            Check((uint)document < (uint)DocumentCount, SegmentSection.KeyTable, "it names a document that is not there");
            if (Key(document).SequenceEqual(key))
                found = Math.Max(found, document);
        }

        return found;
    }

    /// <summary>The number of the first term that is not below <paramref name="term"/>; O(log terms).</summary>
    public int LowerBound(ReadOnlySpan<byte> term)
    {
        var (low, high) = (0, TermCount);
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) >> 1);
            if (Term(middle).SequenceCompareTo(term) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>What is known of a term; false where the segment has it not.</summary>
    public bool TryFind(ReadOnlySpan<byte> term, out TermEntry entry)
    {
        var number = LowerBound(term);
        if (number < TermCount && Term(number).SequenceEqual(term))
        {
            entry = Entry(number);
            return true;
        }

        entry = default;
        return false;
    }

    /// <summary>What is known of a term by its number.</summary>
    public TermEntry Entry(int number)
    {
        var at = _memory.Start + _offsets[(int)SegmentSection.Terms] + ((long)number * SegmentFormat.TermEntryBytes(FieldCount));
        var count = Unsafe.ReadUnaligned<long>(at);
        var (postings, positions) = (Unsafe.ReadUnaligned<long>(at + 8), Unsafe.ReadUnaligned<long>(at + 16));
        Check(count >= 1 && count <= DocumentCount && postings >= 0 && positions >= 0 && positions <= _lengths[(int)SegmentSection.Positions], SegmentSection.Terms, "a term's numbers are out of range");
        var blocks = (int)((count + BitPacking.Block - 1) / BitPacking.Block);
        var directory = blocks > 1 ? (long)blocks * SegmentFormat.DirectoryEntryBytes(FieldCount) : 0;
        Check(postings + directory < _lengths[(int)SegmentSection.Postings], SegmentSection.Terms, "a term's postings lie outside");
        return new TermEntry((int)count, blocks, postings, postings + directory, positions, at + 24);
    }

    /// <summary>Where the postings begin.</summary>
    public byte* PostingsStart => _memory.Start + _offsets[(int)SegmentSection.Postings];

    public long PostingsLength => _lengths[(int)SegmentSection.Postings];

    public byte* PositionsStart => _memory.Start + _offsets[(int)SegmentSection.Positions];

    public long PositionsLength => _lengths[(int)SegmentSection.Positions];

    public string KeyText(int document) => Encoding.UTF8.GetString(Key(document));

    /// <summary>Says which section of which file is wrong.</summary>
    public ModelFormatException Damaged(SegmentSection section, string what) =>
        new($"The segment {_name} is damaged in its section {section}: {what}. Restore it from a copy, or build the index again.");

    public void Check(bool holds, SegmentSection section, string what)
    {
        if (!holds)
            throw Damaged(section, what);
    }

    private void ReadHeader()
    {
        if (_memory.Length < SegmentFormat.HeaderBytes || !_memory.Slice(0, 8).SequenceEqual(SegmentFormat.Magic))
            throw new ModelFormatException($"The file {_name} is not a segment of this version: it must begin with 'BWLEXSG1'. Restore it from a copy, or build the index again.");
        var header = _memory.Slice(0, SegmentFormat.HeaderBytes);
        if (StableHash.Of(header[..^8]) != BinaryPrimitives.ReadUInt64LittleEndian(header[^8..]))
            throw new ModelFormatException($"The segment {_name} is damaged: the checksum of its header does not agree. Restore it from a copy, or build the index again.");
        for (var i = 0; i < SegmentFormat.Sections; i++)
        {
            (_offsets[i], _lengths[i]) = (BinaryPrimitives.ReadInt64LittleEndian(header[(8 + (i * 24))..]), BinaryPrimitives.ReadInt64LittleEndian(header[(16 + (i * 24))..]));
            Check(_offsets[i] >= SegmentFormat.HeaderBytes && (_offsets[i] & 7) == 0 && _lengths[i] >= 0 && _offsets[i] <= _memory.Length - _lengths[i], (SegmentSection)i,
                FormattableString.Invariant($"its place {_offsets[i]} with length {_lengths[i]} lies outside the {_memory.Length} bytes of the file"));
        }
    }

    private ReadOnlySpan<byte> Section(SegmentSection section) => _memory.Slice(_offsets[(int)section], _lengths[(int)section]);

    private void CheckLength(SegmentSection section, long expected) =>
        Check(_lengths[(int)section] == expected, section, FormattableString.Invariant($"it must have {expected} bytes, but has {_lengths[(int)section]}"));

    private ReadOnlySpan<byte> Slice(SegmentSection offsets, SegmentSection bytes, int number)
    {
        var ends = (long*)(_memory.Start + _offsets[(int)offsets]);
        var (start, end) = (ends[number], ends[number + 1]);
        if (start < 0 || end < start || end > _lengths[(int)bytes] || end - start > int.MaxValue)
            throw Damaged(offsets, FormattableString.Invariant($"entry {number} lies outside"));
        return new ReadOnlySpan<byte>(_memory.Start + _offsets[(int)bytes] + start, (int)(end - start));
    }
}
