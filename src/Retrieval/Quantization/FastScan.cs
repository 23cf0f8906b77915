using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Sums of table entries for 32 codes at once, looked up in registers (Andre, Kermarrec and Le Scouarnec, "Cache locality is not enough: high-performance nearest neighbor search with
/// product quantization fast scan", 2015).</summary>
/// <remarks>Codes stand in groups of 32: for each part 16 bytes, byte i with the code of vector i in its lower half and that of vector i + 16 in its upper half.</remarks>
internal static unsafe class FastScan
{
    /// <summary>Codes per group.</summary>
    public const int Group = 32;

    public static long Bytes(int codes, int parts) => (long)((codes + Group - 1) / Group) * parts * 16;

    /// <summary>Writes a code into its place; the rest of its group stays.</summary>
    public static void Put(byte* groups, int parts, int place, ReadOnlySpan<byte> code)
    {
        var group = groups + ((long)(place / Group) * parts * 16) + (place % 16);
        var upper = place % Group >= 16;
        for (var part = 0; part < parts; part++, group += 16)
            *group = (byte)(upper ? (*group & 0x0F) | (code[part] << 4) : (*group & 0xF0) | code[part]);
    }

    /// <summary>Reads a code.</summary>
    public static void Get(byte* groups, int parts, int place, Span<byte> code)
    {
        var group = groups + ((long)(place / Group) * parts * 16) + (place % 16);
        for (var part = 0; part < parts; part++, group += 16)
            code[part] = (byte)(place % Group >= 16 ? *group >> 4 : *group & 0x0F);
    }

    /// <summary>The sums (32) of one group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(byte* group, byte* table, int parts, ushort* sums)
    {
        if (!Avx2.IsSupported)
        {
            SumByHalves(group, table, parts, sums);
            return;
        }

        var (low, mask) = (Vector256.Create((byte)0x0F), Vector256.Create((ushort)0xFF));
        Vector256<ushort> evenLow = default, oddLow = default, evenHigh = default, oddHigh = default;
        for (var part = 0; part < parts; part += 2, group += 32, table += 32)
        {
            var (codes, entries) = (Vector256.Load(group), Vector256.Load(table));
            var first = Avx2.Shuffle(entries, codes & low).AsUInt16();
            var second = Avx2.Shuffle(entries, (codes.AsUInt16() >>> 4).AsByte() & low).AsUInt16();
            evenLow += first & mask;
            oddLow += first >>> 8;
            evenHigh += second & mask;
            oddHigh += second >>> 8;
        }

        Weave(evenLow.GetLower() + evenLow.GetUpper(), oddLow.GetLower() + oddLow.GetUpper(), sums);
        Weave(evenHigh.GetLower() + evenHigh.GetUpper(), oddHigh.GetLower() + oddHigh.GetUpper(), sums + 16);
    }

    /// <summary>The same with 128-bit registers, or none.</summary>
    internal static void SumByHalves(byte* group, byte* table, int parts, ushort* sums)
    {
        var (low, mask) = (Vector128.Create((byte)0x0F), Vector128.Create((ushort)0xFF));
        Vector128<ushort> evenLow = default, oddLow = default, evenHigh = default, oddHigh = default;
        for (var part = 0; part < parts; part++, group += 16, table += 16)
        {
            var (codes, entries) = (Vector128.Load(group), Vector128.Load(table));
            var first = Vector128.Shuffle(entries, codes & low).AsUInt16();
            var second = Vector128.Shuffle(entries, (codes.AsUInt16() >>> 4).AsByte() & low).AsUInt16();
            evenLow += first & mask;
            oddLow += first >>> 8;
            evenHigh += second & mask;
            oddHigh += second >>> 8;
        }

        Weave(evenLow, oddLow, sums);
        Weave(evenHigh, oddHigh, sums + 16);
    }

    private static void Weave(Vector128<ushort> even, Vector128<ushort> odd, ushort* sums)
    {
        for (var i = 0; i < 8; i++)
        {
            sums[2 * i] = even.GetElement(i);
            sums[(2 * i) + 1] = odd.GetElement(i);
        }
    }
}
