using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Numerics.LinearAlgebra;

/// <summary>Inner loops over a sparse row whose columns are known to lie within the dense vector: <see cref="SparseMatrix"/> checks that once, on making.</summary>
/// <remarks>Sums have a fixed shape (4 lanes for scattered columns, 8 for a run of neighbours, then the tail) without fused operations, so that results
/// are the same bits with any instruction set.</remarks>
internal static class SparseKernels
{
    private const int LeastRun = 8;

    /// <summary>Σ value · dense[column].</summary>
    public static double Dot(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, ReadOnlySpan<double> dense)
    {
        if (IsRun(columns))
            return Dot(values, dense.Slice(columns[0], columns.Length));
        ref var c = ref MemoryMarshal.GetReference(columns);
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var w = ref MemoryMarshal.GetReference(dense);
        double a0 = 0, a1 = 0, a2 = 0, a3 = 0;
        nint at = 0, end = columns.Length;
        for (; at + 4 <= end; at += 4)
        {
            a0 += Unsafe.Add(ref v, at) * Unsafe.Add(ref w, Unsafe.Add(ref c, at));
            a1 += Unsafe.Add(ref v, at + 1) * Unsafe.Add(ref w, Unsafe.Add(ref c, at + 1));
            a2 += Unsafe.Add(ref v, at + 2) * Unsafe.Add(ref w, Unsafe.Add(ref c, at + 2));
            a3 += Unsafe.Add(ref v, at + 3) * Unsafe.Add(ref w, Unsafe.Add(ref c, at + 3));
        }

        for (; at < end; at++)
            a0 += Unsafe.Add(ref v, at) * Unsafe.Add(ref w, Unsafe.Add(ref c, at));
        return a0 + a1 + (a2 + a3);
    }

    /// <summary>target[column] += scale · value.</summary>
    public static void AddScaled(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double scale, Span<double> target)
    {
        if (IsRun(columns))
        {
            AddScaled(values, scale, target.Slice(columns[0], columns.Length));
            return;
        }

        ref var c = ref MemoryMarshal.GetReference(columns);
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var w = ref MemoryMarshal.GetReference(target);
        nint at = 0, end = columns.Length;
        for (; at + 2 <= end; at += 2)
        {
            Unsafe.Add(ref w, Unsafe.Add(ref c, at)) += scale * Unsafe.Add(ref v, at);
            Unsafe.Add(ref w, Unsafe.Add(ref c, at + 1)) += scale * Unsafe.Add(ref v, at + 1);
        }

        if (at < end)
            Unsafe.Add(ref w, Unsafe.Add(ref c, at)) += scale * Unsafe.Add(ref v, at);
    }

    // Columns rise strictly, so the ends tell whether they are neighbours: rows of a dense table are such runs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsRun(ReadOnlySpan<int> columns) => columns.Length >= LeastRun && columns[^1] - columns[0] == columns.Length - 1;

    private static double Dot(ReadOnlySpan<float> values, ReadOnlySpan<double> dense)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var w = ref MemoryMarshal.GetReference(dense);
        var (low, high) = (Vector256<double>.Zero, Vector256<double>.Zero);
        nuint at = 0, end = (nuint)values.Length;
        for (; at + 8 <= end; at += 8)
        {
            var (first, second) = Vector256.Widen(Vector256.LoadUnsafe(ref v, at));
            low += first * Vector256.LoadUnsafe(ref w, at);
            high += second * Vector256.LoadUnsafe(ref w, at + 4);
        }

        low += high;
        var sum = low[0] + low[1] + (low[2] + low[3]);
        for (; at < end; at++)
            sum += (double)Unsafe.Add(ref v, at) * Unsafe.Add(ref w, at);
        return sum;
    }

    private static void AddScaled(ReadOnlySpan<float> values, double scale, Span<double> target)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var w = ref MemoryMarshal.GetReference(target);
        nuint at = 0, end = (nuint)values.Length;
        for (; at + 8 <= end; at += 8)
        {
            var (first, second) = Vector256.Widen(Vector256.LoadUnsafe(ref v, at));
            (Vector256.LoadUnsafe(ref w, at) + (first * scale)).StoreUnsafe(ref w, at);
            (Vector256.LoadUnsafe(ref w, at + 4) + (second * scale)).StoreUnsafe(ref w, at + 4);
        }

        for (; at < end; at++)
            Unsafe.Add(ref w, at) += scale * Unsafe.Add(ref v, at);
    }
}
