using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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
        var length = bytes.Length;
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var state = Fold(seed ^ K0, K1);
        for (; length > 16; length -= 16, at = ref Unsafe.Add(ref at, 16))
            state = Fold(Word(ref at) ^ K1, Word(ref Unsafe.Add(ref at, 8)) ^ state);

        ulong a, b;
        if (length >= 8)
        {
            a = Word(ref at);
            b = Word(ref Unsafe.Add(ref at, length - 8));
        }
        else if (length >= 4)
        {
            a = Half(ref at);
            b = Half(ref Unsafe.Add(ref at, length - 4));
        }
        else
        {
            a = length > 0 ? ((ulong)at << 16) | ((ulong)Unsafe.Add(ref at, length >> 1) << 8) | Unsafe.Add(ref at, length - 1) : 0;
            b = 0;
        }

        return Fold(K2 ^ (ulong)bytes.Length, Fold(a ^ K1, b ^ state));
    }

    /// <summary>A uniform number on [0, 1) for a unit under a salt: the same unit always falls on the same place.</summary>
    public static double Unit(ReadOnlySpan<char> unit, ReadOnlySpan<char> salt) => (Of(unit, Of(salt)) >> 11) * (1.0 / (1UL << 53));

    // The reads below stay inside: each is made only where as many bytes are left. Half of the time went into bounds of slices before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte at) => LittleEndian(Unsafe.ReadUnaligned<ulong>(ref at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Half(ref byte at) => BitConverter.IsLittleEndian ? Unsafe.ReadUnaligned<uint>(ref at) : BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref at));

    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
