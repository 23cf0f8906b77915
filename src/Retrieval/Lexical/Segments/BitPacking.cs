using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Blocks of 128 numbers in as many bits each as the largest needs.</summary>
/// <remarks>Full blocks: number i stands in lane i mod 4, row i / 4 of four 32-bit lanes (Lemire and Boytsov, "Decoding billions of integers per second through vectorization", 2015),
/// so that one shift and one mask unpack four neighbours: 128-bit vectors, which every processor has, and the same numbers without them. Shorter blocks: one bit stream.</remarks>
internal static unsafe class BitPacking
{
    public const int Block = 128;

    private const int Rows = Block / 4;

    /// <summary>Bits that the largest number needs, 0 to 32.</summary>
    public static int Width(ReadOnlySpan<uint> values)
    {
        uint all = 0;
        foreach (var value in values)
            all |= value;
        return 32 - BitOperations.LeadingZeroCount(all);
    }

    /// <summary>Bytes that <paramref name="count"/> numbers take.</summary>
    public static int Bytes(int count, int width) => count == Block ? width * 16 : ((count * width) + 7) / 8;

    /// <summary>Packs at most 128 numbers into <see cref="Bytes"/> bytes.</summary>
    public static void Pack(ReadOnlySpan<uint> values, int width, Span<byte> to)
    {
        to = to[..Bytes(values.Length, width)];
        to.Clear();
        if (values.Length == Block)
            PackBlock(values, width, MemoryMarshal.Cast<byte, uint>(to));
        else
            PackStream(values, width, to);
    }

    /// <summary>Unpacks numbers; the caller has checked that the bytes are there.</summary>
    public static void Unpack(byte* from, int count, int width, uint* to)
    {
        if (width == 0)
            new Span<uint>(to, count).Clear();
        else if (count == Block)
            UnpackBlock(from, width, to);
        else
            UnpackStream(from, count, width, to);
    }

    /// <summary>Unpacks gaps less one and sums them up, from a start before the first.</summary>
    public static void UnpackGaps(byte* from, int count, int width, uint before, uint* to)
    {
        if (count == Block)
        {
            UnpackGapBlock(from, width, before, to);
            return;
        }

        Unpack(from, count, width, to);
        for (var i = 0; i < count; i++)
            to[i] = before += to[i] + 1;
    }

    private static void PackBlock(ReadOnlySpan<uint> values, int width, Span<uint> words)
    {
        for (var i = 0; i < values.Length && width > 0; i++)
        {
            var bit = (i >> 2) * width;
            var (word, shift) = (((bit >> 5) * 4) + (i & 3), bit & 31);
            words[word] |= values[i] << shift;
            if (shift + width > 32)
                words[word + 4] |= values[i] >> (32 - shift);
        }
    }

    private static void PackStream(ReadOnlySpan<uint> values, int width, Span<byte> to)
    {
        ulong buffer = 0;
        var (bits, at) = (0, 0);
        foreach (var value in values)
        {
            buffer |= (ulong)value << bits;
            for (bits += width; bits >= 8; bits -= 8, buffer >>= 8)
                to[at++] = (byte)buffer;
        }

        if (bits > 0)
            to[at] = (byte)buffer;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Row(byte* from, int row, int width, Vector128<uint> mask)
    {
        var bit = row * width;
        var (word, shift) = (bit >> 5, bit & 31);
        var value = Vector128.ShiftRightLogical(Vector128.Load((uint*)(from + (word * 16))), shift);
        if (shift + width > 32)
            value |= Vector128.ShiftLeft(Vector128.Load((uint*)(from + ((word + 1) * 16))), 32 - shift);
        return value & mask;
    }

    private static void UnpackBlock(byte* from, int width, uint* to)
    {
        var mask = Vector128.Create(uint.MaxValue >> (32 - width));
        for (var row = 0; row < Rows; row++)
            Row(from, row, width, mask).Store(to + (row * 4));
    }

    private static void UnpackGapBlock(byte* from, int width, uint before, uint* to)
    {
        var last = Vector128.Create(before);
        var mask = width == 0 ? Vector128<uint>.Zero : Vector128.Create(uint.MaxValue >> (32 - width));
        for (var row = 0; row < Rows; row++)
        {
            var gaps = (width == 0 ? Vector128<uint>.Zero : Row(from, row, width, mask)) + Vector128<uint>.One;

            // (a, b, c, d) -> (a, a+b, b+c, c+d) -> (a, a+b, a+b+c, a+b+c+d), then the last of the row before.
            gaps += Vector128.Shuffle(gaps, Vector128.Create(4u, 0, 1, 2));
            gaps += Vector128.Shuffle(gaps, Vector128.Create(4u, 4, 0, 1));
            gaps += last;
            gaps.Store(to + (row * 4));
            last = Vector128.Shuffle(gaps, Vector128.Create(3u, 3, 3, 3));
        }
    }

    private static void UnpackStream(byte* from, int count, int width, uint* to)
    {
        var mask = (1UL << width) - 1;
        ulong buffer = 0;
        var bits = 0;
        for (var i = 0; i < count; i++)
        {
            while (bits < width)
            {
                buffer |= (ulong)*from++ << bits;
                bits += 8;
            }

            to[i] = (uint)(buffer & mask);
            buffer >>= width;
            bits -= width;
        }
    }
}
