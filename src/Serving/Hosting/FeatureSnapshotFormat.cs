using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bellwether.Serving.Hosting;

/// <summary>The bytes of a feature snapshot: <c>BWSTATE\x01</c>, fingerprint of the schema, place in the log, state, SHA-256 of all before.</summary>
internal static class FeatureSnapshotFormat
{
    private const int Header = 24;

    private static ReadOnlySpan<byte> Magic => "BWSTATE\x01"u8;

    public static byte[] Write(ulong fingerprint, long sequence, ReadOnlySpan<byte> state)
    {
        var bytes = new byte[Header + state.Length + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), fingerprint);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), sequence);
        state.CopyTo(bytes.AsSpan(Header));
        SHA256.HashData(bytes.AsSpan(0, Header + state.Length), bytes.AsSpan(Header + state.Length));
        return bytes;
    }

    /// <summary>The place and the state; null when the bytes are damaged or of another schema, so that the log must be replayed.</summary>
    public static (long Sequence, ReadOnlyMemory<byte> State)? Read(ReadOnlyMemory<byte> bytes, ulong fingerprint)
    {
        var end = bytes.Length - SHA256.HashSizeInBytes;
        if (end < Header || !bytes.Span[..8].SequenceEqual(Magic)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[8..]) != fingerprint
            || !SHA256.HashData(bytes.Span[..end]).AsSpan().SequenceEqual(bytes.Span[end..]))
            return null;
        return (BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[16..]), bytes[Header..end]);
    }
}
