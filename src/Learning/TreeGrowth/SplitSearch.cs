using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>Finds the best split of a leaf on one feature from its sums by bin.</summary>
/// <remarks>The vector path and the scalar path make the same IEEE operations on each bin, so that they agree bit for bit.</remarks>
internal sealed class SplitSearch(GrowthOptions options)
{
    private const double LeastHessian = 1e-10;
    private readonly double _minChild = Math.Max(options.MinChildWeight, LeastHessian);
    private readonly double _lambda = options.Lambda;

    /// <summary>The value of a leaf before the learning rate: -T(G) / (H + λ), T the soft threshold at α, within the bounds of constraints.</summary>
    public double LeafValue(double gradient, double hessian, GrowingLeaf leaf) =>
        hessian + _lambda > 0 ? Math.Clamp(-Threshold(gradient) / (hessian + _lambda), leaf.Least, leaf.Greatest) : 0;

    /// <summary>The best split on a quantity: every cut, with missing on either side.</summary>
    /// <param name="g">Sum of gradients of all bins up to each (room for 264; changed).</param>
    /// <param name="h">Sum of Hessians of all bins up to each (room for 264; changed).</param>
    /// <param name="missing">Sums of the rows that lack it.</param>
    /// <param name="feature">Its place.</param>
    /// <param name="bins">How many bins there are besides missing.</param>
    /// <param name="hasMissing">Whether any training row lacks it.</param>
    /// <param name="leaf">The leaf.</param>
    public SplitCandidate Quantity(Span<double> g, Span<double> h, (double G, double H) missing, int feature, int bins, bool hasMissing, GrowingLeaf leaf)
    {
        var last = hasMissing ? bins : bins - 1;

        // lanes beyond the last cut must not win: no rows are on their left
        for (var i = last; i < Math.Min(h.Length, (last + 7) / 8 * 8); i++)
            (g[i], h[i]) = (0, -1);
        var constraint = options.Monotone is { } monotone ? monotone[feature] : 0;
        var whole = Whole(leaf);
        var floor = Floor(whole);
        var plain = options.Monotone is null && options.Alpha == 0;
        var (gain, bin) = plain ? Plain(g, h, last, leaf, whole, floor) : General(g, h, last, leaf, whole, floor, constraint);
        var right = true;
        if (hasMissing)
        {
            var (bestG, bestH) = bin < 0 ? (0, 0) : (g[bin], h[bin]);
            for (var i = 0; i < last; i++)
                (g[i], h[i]) = (g[i] + missing.G, h[i] + missing.H);
            var (with, at) = plain ? Plain(g, h, last, leaf, whole, floor) : General(g, h, last, leaf, whole, floor, constraint);
            if (at >= 0 && (bin < 0 || with > gain))
                (gain, bin, right) = (with, at, false);
            else if (bin >= 0)
                (g[bin], h[bin]) = (bestG, bestH);
        }

        if (bin < 0)
            return SplitCandidate.None;
        var side = hasMissing && missing.H > LeastHessian ? right : h[bin] < leaf.Hessian - h[bin];
        return new SplitCandidate(gain, feature, bin, side, default, g[bin], h[bin]);
    }

    /// <summary>The best split on a category: bins in order of G / (H + smoothing), every cut of that order. Bins that the leaf does not
    /// hold go to the heavier side.</summary>
    /// <param name="g">Sum of gradients of each bin, missing last.</param>
    /// <param name="h">Sum of Hessians of each bin.</param>
    /// <param name="feature">Its place.</param>
    /// <param name="bins">How many bins there are besides missing.</param>
    /// <param name="leaf">The leaf.</param>
    public SplitCandidate Category(ReadOnlySpan<double> g, ReadOnlySpan<double> h, int feature, int bins, GrowingLeaf leaf)
    {
        Span<double> keys = stackalloc double[256];
        Span<int> order = stackalloc int[256];
        var held = 0;
        for (var bin = 0; bin <= bins; bin++)
        {
            if (h[bin] <= LeastHessian)
                continue;
            keys[held] = g[bin] / (h[bin] + options.CategorySmoothing);
            order[held++] = bin;
        }

        keys[..held].Sort(order[..held]);
        var lambda = _lambda + (held > 2 ? options.CategoryLambda : 0);
        var whole = Whole(leaf);
        var (best, cut, bestG, bestH) = (Floor(whole), -1, 0.0, 0.0);
        var (left, sum) = (0.0, 0.0);
        for (var i = 0; i < held - 1; i++)
        {
            left += g[order[i]];
            sum += h[order[i]];
            if (sum < _minChild || leaf.Hessian - sum < _minChild)
                continue;
            var gain = Gain(left, sum, lambda, leaf) + Gain(leaf.Gradient - left, leaf.Hessian - sum, lambda, leaf) - whole;
            if (gain > best)
                (best, cut, bestG, bestH) = (gain, i, left, sum);
        }

        if (cut < 0)
            return SplitCandidate.None;
        var set = default(BinSet);
        for (var i = 0; i <= cut; i++)
            set = set.With(order[i]);
        if (bestH >= leaf.Hessian - bestH)
            for (var bin = 0; bin <= bins; bin++)
                if (!order[..held].Contains(bin))
                    set = set.With(bin);
        return new SplitCandidate(best, feature, -1, false, set, bestG, bestH);
    }

    /// <summary>The values that the children would have, for the bounds of constraints.</summary>
    public (double Left, double Right) ChildValues(SplitCandidate split, GrowingLeaf leaf) =>
        (LeafValue(split.LeftGradient, split.LeftHessian, leaf), LeafValue(leaf.Gradient - split.LeftGradient, leaf.Hessian - split.LeftHessian, leaf));

    /// <summary>Gains that rounding could make of nothing do not count.</summary>
    private double Floor(double whole) => Math.Max(options.Gamma, 1e-10 * Math.Max(whole, 1e-200));

    private double Whole(GrowingLeaf leaf) => Gain(leaf.Gradient, leaf.Hessian, _lambda, leaf);

    private (double Gain, int Bin) Plain(Span<double> g, Span<double> h, int last, GrowingLeaf leaf, double whole, double floor)
    {
        ref var gs = ref MemoryMarshal.GetReference(g);
        ref var hs = ref MemoryMarshal.GetReference(h);
        var (best, bin) = (floor, -1);
        if (Vector512.IsHardwareAccelerated)
        {
            var (totalG, totalH, min) = (Vector512.Create(leaf.Gradient), Vector512.Create(leaf.Hessian), Vector512.Create(_minChild));
            var (lambda, all) = (Vector512.Create(_lambda), Vector512.Create(whole));
            var (bests, bins, at) = (Vector512.Create(floor), Vector512.Create(-1.0), Vector512.CreateSequence(0.0, 1.0));
            for (var i = 0; i < last; i += 8)
            {
                var (left, below) = (Vector512.LoadUnsafe(ref gs, (nuint)i), Vector512.LoadUnsafe(ref hs, (nuint)i));
                var (right, above) = (totalG - left, totalH - below);
                var allowed = Vector512.GreaterThanOrEqual(below, min) & Vector512.GreaterThanOrEqual(above, min);
                var (a, b) = (below + lambda, above + lambda);
                var gain = (((left * left * b) + (right * right * a)) / (a * b)) - all;
                var better = allowed & Vector512.GreaterThan(gain, bests);
                bests = Vector512.ConditionalSelect(better, gain, bests);
                bins = Vector512.ConditionalSelect(better, at, bins);
                at += Vector512.Create(8.0);
            }

            for (var lane = 0; lane < 8; lane++)
                if (bins[lane] >= 0 && (bests[lane] > best || (bests[lane] == best && bins[lane] < bin)))
                    (best, bin) = (bests[lane], (int)bins[lane]);
            return (best, bin);
        }

        for (var i = 0; i < last; i++)
        {
            var (left, below) = (Unsafe.Add(ref gs, i), Unsafe.Add(ref hs, i));
            var (right, above) = (leaf.Gradient - left, leaf.Hessian - below);
            if (below < _minChild || above < _minChild)
                continue;
            var (a, b) = (below + _lambda, above + _lambda);
            var gain = (((left * left * b) + (right * right * a)) / (a * b)) - whole;
            if (gain > best)
                (best, bin) = (gain, i);
        }

        return (best, bin);
    }

    private (double Gain, int Bin) General(Span<double> g, Span<double> h, int last, GrowingLeaf leaf, double whole, double floor, int constraint)
    {
        var (best, bin) = (floor, -1);
        for (var i = 0; i < last; i++)
        {
            var (right, above) = (leaf.Gradient - g[i], leaf.Hessian - h[i]);
            if (h[i] < _minChild || above < _minChild)
                continue;
            if (constraint != 0 && constraint * (LeafValue(right, above, leaf) - LeafValue(g[i], h[i], leaf)) < 0)
                continue;
            var gain = Gain(g[i], h[i], _lambda, leaf) + Gain(right, above, _lambda, leaf) - whole;
            if (gain > best)
                (best, bin) = (gain, i);
        }

        return (best, bin);
    }

    /// <summary>How far a leaf lowers the loss, times two: T(G)² / (H + λ), or less where constraints hold its value back.</summary>
    private double Gain(double gradient, double hessian, double lambda, GrowingLeaf leaf)
    {
        var t = Threshold(gradient);
        if (options.Monotone is null)
            return t * t / (hessian + lambda);
        var value = Math.Clamp(-t / (hessian + lambda), leaf.Least, leaf.Greatest);
        return -((2 * t * value) + ((hessian + lambda) * value * value));
    }

    private double Threshold(double gradient) =>
        options.Alpha == 0 ? gradient : Math.Abs(gradient) <= options.Alpha ? 0 : gradient - Math.CopySign(options.Alpha, gradient);
}
