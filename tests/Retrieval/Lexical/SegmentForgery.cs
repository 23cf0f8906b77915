using System.Buffers.Binary;
using Bellwether.Numerics.Hashing;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Tests.Lexical;

/// <summary>Makes the checksum of a changed header agree again, as somebody with bad intent would.</summary>
internal static class SegmentForgery
{
    public static void MendHeader(Span<byte> segment)
    {
        var header = segment[..SegmentFormat.HeaderBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(header[^8..], StableHash.Of(header[..^8]));
    }
}
