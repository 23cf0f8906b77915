using Bellwether.Numerics.Hashing;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>A checksum over bytes that may be longer than a span: of pieces of 64 MiB, one after the other.</summary>
internal static unsafe class SegmentChecksum
{
    private const int Piece = 1 << 26;

    public static ulong Of(byte* start, long length)
    {
        ulong hash = 0;
        for (long at = 0; at < length; at += Piece)
            hash = StableHash.Of(new ReadOnlySpan<byte>(start + at, (int)Math.Min(Piece, length - at)), hash);
        return hash;
    }
}
