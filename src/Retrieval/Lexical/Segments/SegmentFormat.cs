namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>The layout of a segment's file, version 1: a header, then its sections, each aligned to eight bytes. Little-endian.</summary>
/// <remarks><para>Header: 8 bytes <c>BWLEXSG1</c>; per section its offset, its length and its checksum (64 bits each, <c>StableHash</c>); the checksum of the header.</para>
/// <para>Postings of a term: where it has more than one block, a directory with <c>(last document, offset of the block, offset of its positions, impacts)</c> per block; then the blocks. A block: the bit
/// width of its gaps, the bit width of its frequencies per field, the packed gaps less one, the packed frequencies per field (less one where there is one field).
/// Impacts: per field four pairs (frequency, length) of 16 bits such that every posting of the block has a pair that is at least as frequent and at most as long.</para>
/// <para>Positions of a term: for every document and field the positions as variable-length gaps.</para></remarks>
internal static class SegmentFormat
{
    public const int Sections = 10;

    public const int HeaderBytes = 8 + (Sections * 24) + 8;

    /// <summary>Pairs of frequency and length per field that bound a block.</summary>
    public const int Impacts = 4;

    public static ReadOnlySpan<byte> Magic => "BWLEXSG1"u8;

    /// <summary>Bytes of one block's entry in a directory.</summary>
    public static int DirectoryEntryBytes(int fields) => 12 + ImpactBytes(fields);

    /// <summary>Bytes of the impacts of a block or term.</summary>
    public static int ImpactBytes(int fields) => fields * Impacts * 4;

    /// <summary>Bytes of a term's entry: document frequency, places of its postings and positions, impacts.</summary>
    public static int TermEntryBytes(int fields) => 24 + ImpactBytes(fields);
}
