using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>Reads one feature's sums out of a leaf's histogram.</summary>
/// <param name="rows">The binned rows.</param>
/// <param name="gradients">The units of the sums.</param>
/// <param name="histogram">The sums of the leaf.</param>
internal readonly ref struct LeafHistogram(BinnedRows rows, Gradients gradients, ReadOnlySpan<long> histogram)
{
    private const long Low = 0xFFFF_FFFF;
    private readonly ReadOnlySpan<long> _histogram = histogram;

    /// <summary>Longs in a histogram.</summary>
    public static int Length(BinnedRows rows, Gradients gradients) => checked((rows.Columns + 3) / 4 * 4 * rows.Stride * (gradients.Narrow ? 1 : 2));

    /// <summary>Writes the sums of each bin of a feature, missing last; or of all bins up to each.</summary>
    public (double G, double H) Read(int feature, bool cumulative, (double G, double H) total, Span<double> g, Span<double> h)
    {
        var (place, bins) = (rows.Places[feature], rows.Features[feature].Count);
        var (missing, width) = (bins, gradients.Narrow ? 1 : 2);
        var column = _histogram.Slice(place.Column * rows.Stride * width, rows.Stride * width);
        if (place.Shared)
            ReadShared(column, place, bins, total, g, h);
        else if (gradients.Narrow && cumulative)
            return ReadNarrow(column, bins, g, h);
        else
            for (var bin = 0; bin <= bins; bin++)
                (g[bin], h[bin]) = At(column, bin);
        var lacking = (g[missing], h[missing]);
        if (!cumulative)
            return lacking;
        for (var bin = 1; bin < bins; bin++)
            (g[bin], h[bin]) = (g[bin] + g[bin - 1], h[bin] + h[bin - 1]);
        return lacking;
    }

    private (double G, double H) ReadNarrow(ReadOnlySpan<long> column, int bins, Span<double> g, Span<double> h)
    {
        // whole numbers are added first and converted after, eight at a time
        Span<long> sums = stackalloc long[256 + 8];
        var sum = 0L;
        for (var bin = 0; bin < bins; bin++)
        {
            sum += column[bin];
            sums[bin] = sum;
        }

        var (unitG, unitH) = (gradients.GradientUnit, gradients.HessianUnit);
        var at = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            ref var source = ref MemoryMarshal.GetReference(sums);
            ref var gs = ref MemoryMarshal.GetReference(g);
            ref var hs = ref MemoryMarshal.GetReference(h);
            for (; at + 8 <= bins; at += 8)
            {
                var both = Vector512.LoadUnsafe(ref source, (nuint)at);
                (Vector512.ConvertToDouble(both >> 32) * unitG).StoreUnsafe(ref gs, (nuint)at);
                (Vector512.ConvertToDouble(both & Vector512.Create(Low)) * unitH).StoreUnsafe(ref hs, (nuint)at);
            }
        }

        for (; at < bins; at++)
            (g[at], h[at]) = ((sums[at] >> 32) * unitG, (sums[at] & Low) * unitH);
        return At(column, bins);
    }

    private void ReadShared(ReadOnlySpan<long> column, FeaturePlace place, int bins, (double G, double H) total, Span<double> g, Span<double> h)
    {
        // the usual bin is what the others leave of the leaf
        for (var bin = 0; bin <= bins; bin++)
            if (bin != place.Usual)
            {
                (g[bin], h[bin]) = At(column, place.Code(bin));
                total = (total.G - g[bin], total.H - h[bin]);
            }

        (g[place.Usual], h[place.Usual]) = total;
    }

    private (double G, double H) At(ReadOnlySpan<long> column, int code) => code >= rows.Stride ? (0, 0)
        : gradients.Narrow
            ? ((column[code] >> 32) * gradients.GradientUnit, (column[code] & Low) * gradients.HessianUnit)
            : (column[code * 2] * gradients.GradientUnit, column[(code * 2) + 1] * gradients.HessianUnit);
}
