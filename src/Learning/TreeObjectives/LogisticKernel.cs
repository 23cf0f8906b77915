using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>Gradients of log-loss for many rows at a time.</summary>
/// <remarks>exp by reduction to [-½ ln 2, ½ ln 2] and a polynomial of degree 13, relative error below 1e-14. The vector path and the scalar path
/// make the same IEEE operations, so that they agree bit for bit.</remarks>
internal static class LogisticKernel
{
    private const double Log2E = 1.4426950408889634, Ln2High = 0.6931471803691238, Ln2Low = 1.9082149292705877e-10, Magic = 6755399441055744.0, Bound = 700;

    /// <summary>Writes a (gradient, Hessian) pair per row.</summary>
    public static void Fill(ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, ReadOnlySpan<double> scores, double scalePositive, Span<float> pairs)
    {
        var row = 0;
        Span<double> g = stackalloc double[8], h = stackalloc double[8];
        if (Vector512.IsHardwareAccelerated)
            for (; row + 8 <= labels.Length; row += 8)
            {
                var (y, one) = (Vector512.Create(labels.Slice(row, 8)), Vector512<double>.One);
                var p = one / (one + Exp(-Vector512.Create(scores.Slice(row, 8))));
                var w = Vector512.ConditionalSelect(Vector512.Equals(y, one), Vector512.Create(scalePositive), one);
                if (!weights.IsEmpty)
                    w *= Vector512.Create(weights.Slice(row, 8));
                (w * (p - y)).CopyTo(g);
                (w * Vector512.Max(p * (one - p), Vector512.Create(1e-16))).CopyTo(h);
                for (var lane = 0; lane < 8; lane++)
                    (pairs[(row + lane) * 2], pairs[((row + lane) * 2) + 1]) = ((float)g[lane], (float)h[lane]);
            }

        for (; row < labels.Length; row++)
        {
            var p = 1 / (1 + Exp(-scores[row]));
            var w = labels[row] == 1 ? scalePositive : 1;
            if (!weights.IsEmpty)
                w *= weights[row];
            pairs[row * 2] = (float)(w * (p - labels[row]));
            pairs[(row * 2) + 1] = (float)(w * Math.Max(p * (1 - p), 1e-16));
        }
    }

    /// <summary>e^x for x within ±700, the bound beyond.</summary>
    public static double Exp(double x)
    {
        var y = Math.Min(Math.Max(x, -Bound), Bound);
        var shifted = (y * Log2E) + Magic;
        var n = shifted - Magic;
        var r = (y - (n * Ln2High)) - (n * Ln2Low);
        var p = Terms[0];
        for (var i = 1; i < Terms.Length; i++)
            p = (p * r) + Terms[i];
        return p * BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(shifted) + 1023) << 52);
    }

    private static Vector512<double> Exp(Vector512<double> x)
    {
        var y = Vector512.Min(Vector512.Max(x, Vector512.Create(-Bound)), Vector512.Create(Bound));
        var shifted = (y * Log2E) + Vector512.Create(Magic);
        var n = shifted - Vector512.Create(Magic);
        var r = (y - (n * Ln2High)) - (n * Ln2Low);
        ref var terms = ref MemoryMarshal.GetReference(Terms);
        var p = Vector512.Create(terms);
        for (var i = 1; i < Terms.Length; i++)
            p = (p * r) + Vector512.Create(System.Runtime.CompilerServices.Unsafe.Add(ref terms, i));
        return p * ((shifted.AsInt64() + Vector512.Create(1023L)) << 52).AsDouble();
    }

    /// <summary>1/13!, 1/12!, … 1.</summary>
    private static ReadOnlySpan<double> Terms =>
    [
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
    ];
}
