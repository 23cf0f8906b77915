using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bellwether.Numerics.Hashing;

/// <summary>A 64-bit hash that is the same in every process, on every machine, for ever: what is stored or compared is hashed here.</summary>
/// <remarks>A multiply-fold over 16-byte blocks in the manner of wyhash (Wang Yi), with a 128-bit product as the mixing step. Not a
/// cryptographic hash: somebody who chooses keys can make them collide; use SHA-256 where that matters. No allocation.</remarks>
public static class StableHash
{
    private const ulong K0 = 0xA0761D6478BD642F, K1 = 0xE7037ED1A0B428DB, K2 = 0x8EBC6AF09C88C6E3;

    /// <summary>The hash of a text, over its UTF-16 code units.</summary>
    public static ulong Of(ReadOnlySpan<char> text, ulong seed = 0) => Of(MemoryMarshal.AsBytes(text), seed);

    /// <summary>The hash of one number.</summary>
    public static ulong Of(ulong value, ulong seed = 0) => Fold(Fold(value ^ K0, seed ^ K1) ^ K2, 8 ^ K1);

    /// <summary>The hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var length = (ulong)bytes.Length;
        var state = Fold(seed ^ K0, K1);
        while (bytes.Length > 16)
        {
            state = Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ state);
            bytes = bytes[16..];
        }

        ulong a, b;
        if (bytes.Length >= 8)
        {
            a = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            b = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]);
        }
        else if (bytes.Length >= 4)
        {
            a = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            b = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        }
        else
        {
            a = bytes.Length > 0 ? ((ulong)bytes[0] << 16) | ((ulong)bytes[bytes.Length >> 1] << 8) | bytes[^1] : 0;
            b = 0;
        }

        return Fold(K2 ^ length, Fold(a ^ K1, b ^ state));
    }

    /// <summary>A uniform number on [0, 1) for a unit under a salt: the same unit always falls on the same place.</summary>
    public static double Unit(ReadOnlySpan<char> unit, ReadOnlySpan<char> salt) => (Of(unit, Of(salt)) >> 11) * (1.0 / (1UL << 53));

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
