using System.Buffers.Binary;
using System.Numerics;

namespace Bellwether.Numerics.Hashing;

/// <summary>MurmurHash3, 32 bits (Austin Appleby): only for agreeing with other programs that hash features by it; else use <see cref="StableHash"/>.</summary>
public static class Murmur3
{
    private const uint C1 = 0xCC9E2D51, C2 = 0x1B873593;

    /// <summary>The hash of bytes. O(n), no allocation.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint seed = 0)
    {
        var (hash, length) = (seed, (uint)bytes.Length);
        for (; bytes.Length >= 4; bytes = bytes[4..])
            hash = (BitOperations.RotateLeft(hash ^ Mix(BinaryPrimitives.ReadUInt32LittleEndian(bytes)), 13) * 5) + 0xE6546B64;
        var tail = 0u;
        for (var i = bytes.Length - 1; i >= 0; i--)
            tail = (tail << 8) | bytes[i];
        hash ^= Mix(tail) ^ length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * C1, 15) * C2;
}
