using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>The loops in which training spends its time: each adds a row's gradient and Hessian to the bin that the row has in each column.</summary>
/// <remarks>Sums are whole numbers (see <see cref="Gradients"/>), so their order, and with it the number of threads, does not matter. The number
/// of columns and the room per column are types, so that the compiler unrolls the columns and folds the offsets: two instructions a bin.</remarks>
internal static unsafe class HistogramKernel
{
    private const int Ahead = 12;

    /// <summary>Adds rows to the histograms of all columns.</summary>
    /// <param name="rows">The binned rows.</param>
    /// <param name="elements">A row number each in the lower half; for narrow sums its gradient and Hessian in the upper half.</param>
    /// <param name="wide">The gradient and Hessian of every row by row number, for wide sums; null for narrow ones.</param>
    /// <param name="histogram">Columns, padded to fours, times stride times one long (narrow) or two (wide).</param>
    public static void Add(BinnedRows rows, ReadOnlySpan<ulong> elements, long[]? wide, Span<long> histogram)
    {
        fixed (ulong* e = elements)
        fixed (long* pairs = wide)
        fixed (long* sums = histogram)
            switch (rows.Stride)
            {
                case 16: Add<C16>(rows, e, elements.Length, pairs, sums); break;
                case 32: Add<C32>(rows, e, elements.Length, pairs, sums); break;
                case 64: Add<C64>(rows, e, elements.Length, pairs, sums); break;
                case 128: Add<C128>(rows, e, elements.Length, pairs, sums); break;
                default: Add<C256>(rows, e, elements.Length, pairs, sums); break;
            }
    }

    /// <summary>Adds rows to the histograms of some columns only, one after another: for trees that may use few of many features.</summary>
    public static void AddColumns(BinnedRows rows, ReadOnlySpan<ulong> elements, long[]? wide, Span<long> histogram, int[] columns)
    {
        fixed (ulong* e = elements)
        fixed (long* pairs = wide)
        fixed (long* sums = histogram)
            foreach (var column in columns)
                fixed (byte* codes = rows.Column(column))
                    if (wide is null)
                        NarrowColumn(codes, e, elements.Length, sums + ((long)column * rows.Stride));
                    else
                        WideColumn(codes, e, elements.Length, pairs, sums + ((long)column * rows.Stride * 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowColumn(byte* codes, ulong* elements, int count, long* h)
    {
        for (var i = 0; i < count; i++)
        {
            var element = elements[i];
            h[codes[(nint)(uint)element]] += ((long)(element & 0xFFFF_0000_0000_0000) >> 16) + (long)((element >> 32) & 0xFFFF);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideColumn(byte* codes, ulong* elements, int count, long* pairs, long* h)
    {
        for (var i = 0; i < count; i++)
        {
            var row = (nint)(uint)elements[i];
            Bump(h, codes[row], Vector128.WidenLower(Vector128.CreateScalarUnsafe(pairs[row]).AsInt32()));
        }
    }

    private static void Add<TStride>(BinnedRows rows, ulong* elements, int count, long* wide, long* sums) where TStride : struct, IConstant
    {
        var columns = (rows.Columns + 3) / 4 * 4;
        for (var from = 0; from < columns;)
        {
            var taken = Math.Min(32, columns - from);
            var bins = rows.ByRow + from;
            var stride = rows.RowStride;
            var target = sums + ((long)from * TStride.Value * (wide == null ? 1 : 2));
            if (wide != null)
                taken = Wide<TStride>(bins, stride, elements, count, wide, target, taken);
            else if (taken == 32)
                Narrow<TStride, C32>(bins, stride, elements, count, target);
            else if (taken == 28)
                Narrow<TStride, C28>(bins, stride, elements, count, target);
            else if (taken >= 16)
                Narrow<TStride, C16>(bins, stride, elements, count, target, taken = 16);
            else if (taken == 12)
                Narrow<TStride, C12>(bins, stride, elements, count, target);
            else if (taken >= 8)
                Narrow<TStride, C8>(bins, stride, elements, count, target, taken = 8);
            else
                Narrow<TStride, C4>(bins, stride, elements, count, target, taken = 4);
            from += taken;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow<TStride, TColumns>(byte* bins, nint stride, ulong* elements, int count, long* h, int taken = 0)
        where TStride : struct, IConstant
        where TColumns : struct, IConstant
    {
        for (var i = 0; i < count; i++)
        {
            var element = elements[i];
            if (Sse.IsSupported)
                Sse.Prefetch0(bins + ((nint)(uint)elements[Math.Min(i + Ahead, count - 1)] * stride));
            var b = bins + ((nint)(uint)element * stride);

            // upper half of a sum: gradients, signed; lower half: Hessians, which never reach the upper one
            var pair = ((long)(element & 0xFFFF_0000_0000_0000) >> 16) + (long)((element >> 32) & 0xFFFF);
            Four<TStride>(h, b, pair);
            if (TColumns.Value > 4)
                Four<TStride>(h + (4 * TStride.Value), b + 4, pair);
            if (TColumns.Value > 8)
                Four<TStride>(h + (8 * TStride.Value), b + 8, pair);
            if (TColumns.Value > 12)
                Four<TStride>(h + (12 * TStride.Value), b + 12, pair);
            if (TColumns.Value > 16)
            {
                Four<TStride>(h + (16 * TStride.Value), b + 16, pair);
                Four<TStride>(h + (20 * TStride.Value), b + 20, pair);
                Four<TStride>(h + (24 * TStride.Value), b + 24, pair);
            }

            if (TColumns.Value > 28)
                Four<TStride>(h + (28 * TStride.Value), b + 28, pair);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TStride>(long* h, byte* b, long pair) where TStride : struct, IConstant
    {
        h[b[0]] += pair;
        h[TStride.Value + b[1]] += pair;
        h[(2 * TStride.Value) + b[2]] += pair;
        h[(3 * TStride.Value) + b[3]] += pair;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Wide<TStride>(byte* bins, nint stride, ulong* elements, int count, long* pairs, long* h, int columns) where TStride : struct, IConstant
    {
        var taken = columns >= 8 ? 8 : 4;
        for (var i = 0; i < count; i++)
        {
            var row = (nint)(uint)elements[i];
            var b = bins + (row * stride);

            // lane 0 is the gradient, lane 1 the Hessian
            var pair = Vector128.WidenLower(Vector128.CreateScalarUnsafe(pairs[row]).AsInt32());
            Bump(h, b[0], pair);
            Bump(h + (2 * TStride.Value), b[1], pair);
            Bump(h + (4 * TStride.Value), b[2], pair);
            Bump(h + (6 * TStride.Value), b[3], pair);
            if (taken == 4)
                continue;
            Bump(h + (8 * TStride.Value), b[4], pair);
            Bump(h + (10 * TStride.Value), b[5], pair);
            Bump(h + (12 * TStride.Value), b[6], pair);
            Bump(h + (14 * TStride.Value), b[7], pair);
        }

        return taken;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bump(long* h, int bin, Vector128<long> pair)
    {
        var at = h + (bin * 2);
        (Vector128.Load(at) + pair).Store(at);
    }

    private interface IConstant
    {
        static abstract int Value { get; }
    }

    private readonly struct C4 : IConstant { public static int Value => 4; }

    private readonly struct C8 : IConstant { public static int Value => 8; }

    private readonly struct C12 : IConstant { public static int Value => 12; }

    private readonly struct C16 : IConstant { public static int Value => 16; }

    private readonly struct C28 : IConstant { public static int Value => 28; }

    private readonly struct C32 : IConstant { public static int Value => 32; }

    private readonly struct C64 : IConstant { public static int Value => 64; }

    private readonly struct C128 : IConstant { public static int Value => 128; }

    private readonly struct C256 : IConstant { public static int Value => 256; }
}
