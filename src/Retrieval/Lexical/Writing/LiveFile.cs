using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bellwether.Data.Formats;
using Bellwether.Numerics.Hashing;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Writing;

/// <summary>The file of a segment's live documents: 8 bytes <c>BWLEXLV1</c>, a bit per document, a checksum.</summary>
internal static class LiveFile
{
    private static ReadOnlySpan<byte> Magic => "BWLEXLV1"u8;

    public static byte[] ToBytes(LiveDocuments live)
    {
        var bits = MemoryMarshal.AsBytes(live.Bits);
        var bytes = new byte[Magic.Length + bits.Length + 8];
        Magic.CopyTo(bytes);
        bits.CopyTo(bytes.AsSpan(Magic.Length));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(^8..), StableHash.Of(bytes.AsSpan(..^8)));
        return bytes;
    }

    /// <summary>Reads the live documents of a segment.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or of another segment.</exception>
    public static LiveDocuments Read(string path, int documents)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 16 || !bytes.AsSpan().StartsWith(Magic) || BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(^8..)) != StableHash.Of(bytes.AsSpan(..^8)) || bytes.Length % 8 != 0)
            throw new ModelFormatException($"The list of live documents {path} is damaged: its beginning or its checksum is wrong. Restore it from a copy, or build the index again.");
        return LiveDocuments.From(MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan(8..^8)).ToArray(), documents)
            ?? throw new ModelFormatException(FormattableString.Invariant($"The list of live documents {path} must be of {documents} documents, but is of another number. Restore it from a copy, or build the index again."));
    }
}
