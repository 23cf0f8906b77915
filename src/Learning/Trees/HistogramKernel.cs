using System.Runtime.Intrinsics;

namespace Bellwether.Learning.Trees;

/// <summary>The loop in which training spends its time: adds each row's gradient and Hessian to the bin it has in each feature.</summary>
internal static unsafe class HistogramKernel
{
    /// <summary>Adds rows to the histograms of one group of eight features.</summary>
    /// <param name="group">Eight bins per row of the dataset.</param>
    /// <param name="rows">The rows to add, in the order in which they are summed.</param>
    /// <param name="gradients">A (gradient, Hessian) pair per row to add, in the same order.</param>
    /// <param name="histogram">Eight times <paramref name="stride"/> pairs.</param>
    /// <param name="stride">Bins per feature.</param>
    /// <param name="features">How many of the eight are in use.</param>
    public static void Add(ReadOnlySpan<byte> group, ReadOnlySpan<int> rows, ReadOnlySpan<float> gradients, Span<double> histogram, int stride, int features)
    {
        fixed (byte* bins = group)
        fixed (int* row = rows)
        fixed (float* pairs = gradients)
        fixed (double* sums = histogram)
        {
            if (features > 4)
                Add8(bins, row, rows.Length, pairs, sums, stride * 2);
            else
                Add4(bins, row, rows.Length, pairs, sums, stride * 2);
        }
    }

    private static void Add8(byte* bins, int* rows, int count, float* pairs, double* h, int width)
    {
        var (h1, h2, h3, h4, h5, h6, h7) = ((nint)width, (nint)width * 2, (nint)width * 3, (nint)width * 4, (nint)width * 5, (nint)width * 6, (nint)width * 7);
        for (var i = 0; i < count; i++)
        {
            // lane 0 is the gradient, lane 1 the Hessian; a bin's pair is 16 bytes wide
            var pair = Vector128.WidenLower(Vector128.CreateScalarUnsafe(((double*)pairs)[i]).AsSingle());
            var word = ((ulong*)bins)[rows[i]];
            Bump(h + ((byte)word * 2), pair);
            Bump(h + h1 + ((byte)(word >> 8) * 2), pair);
            Bump(h + h2 + ((byte)(word >> 16) * 2), pair);
            Bump(h + h3 + ((byte)(word >> 24) * 2), pair);
            Bump(h + h4 + ((byte)(word >> 32) * 2), pair);
            Bump(h + h5 + ((byte)(word >> 40) * 2), pair);
            Bump(h + h6 + ((byte)(word >> 48) * 2), pair);
            Bump(h + h7 + ((byte)(word >> 56) * 2), pair);
        }
    }

    private static void Add4(byte* bins, int* rows, int count, float* pairs, double* h, int width)
    {
        var (h1, h2, h3) = ((nint)width, (nint)width * 2, (nint)width * 3);
        for (var i = 0; i < count; i++)
        {
            var pair = Vector128.WidenLower(Vector128.CreateScalarUnsafe(((double*)pairs)[i]).AsSingle());
            var word = (uint)((ulong*)bins)[rows[i]];
            Bump(h + ((byte)word * 2), pair);
            Bump(h + h1 + ((byte)(word >> 8) * 2), pair);
            Bump(h + h2 + ((byte)(word >> 16) * 2), pair);
            Bump(h + h3 + ((byte)(word >> 24) * 2), pair);
        }
    }

    private static void Bump(double* at, Vector128<double> pair) => (Vector128.Load(at) + pair).Store(at);
}
