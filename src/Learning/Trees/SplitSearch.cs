namespace Bellwether.Learning.Trees;

/// <summary>Finds the best split of a leaf on one feature from its histogram.</summary>
internal sealed class SplitSearch(BoostedTrees options)
{
    private const double LeastHessian = 1e-10;
    private readonly double _minChild = Math.Max(options.MinChildWeight, LeastHessian);

    /// <summary>The value of a leaf: -T(G) / (H + λ), T the soft threshold at α; times the learning rate.</summary>
    public double LeafValue(double gradient, double hessian) =>
        hessian + options.Lambda > 0 ? -Threshold(gradient) / (hessian + options.Lambda) * options.LearningRate : 0;

    /// <summary>The best split on a quantity: every cut, with missing on either side.</summary>
    /// <param name="histogram">(gradient, Hessian) per bin, missing last.</param>
    /// <param name="feature">Its place.</param>
    /// <param name="bins">How many bins there are besides missing.</param>
    /// <param name="hasMissing">Whether any training row lacks it.</param>
    /// <param name="gradient">The leaf's sum.</param>
    /// <param name="hessian">The leaf's sum.</param>
    public SplitCandidate Quantity(ReadOnlySpan<double> histogram, int feature, int bins, bool hasMissing, double gradient, double hessian)
    {
        var (missingG, missingH) = hasMissing ? (histogram[bins * 2], histogram[(bins * 2) + 1]) : (0.0, 0.0);
        var whole = Score(gradient, hessian, options.Lambda);
        var (best, bestBin, bestRight, bestG, bestH) = (Floor(whole), -1, false, 0.0, 0.0);
        var (g, h) = (0.0, 0.0);
        var last = hasMissing ? bins : bins - 1;
        for (var bin = 0; bin < last; bin++)
        {
            g += histogram[bin * 2];
            h += histogram[(bin * 2) + 1];
            if (h >= _minChild && hessian - h >= _minChild)
            {
                var gain = Score(g, h, options.Lambda) + Score(gradient - g, hessian - h, options.Lambda) - whole;
                if (gain > best)
                    (best, bestBin, bestRight, bestG, bestH) = (gain, bin, true, g, h);
            }

            if (!hasMissing || h + missingH < _minChild || hessian - h - missingH < _minChild)
                continue;
            var with = Score(g + missingG, h + missingH, options.Lambda) + Score(gradient - g - missingG, hessian - h - missingH, options.Lambda) - whole;
            if (with > best)
                (best, bestBin, bestRight, bestG, bestH) = (with, bin, false, g + missingG, h + missingH);
        }

        if (bestBin < 0)
            return SplitCandidate.None;
        var side = missingH > LeastHessian ? bestRight : bestH < hessian - bestH;
        return new SplitCandidate(best, feature, bestBin, side, default, bestG, bestH);
    }

    /// <summary>The best split on a category: bins in order of G / (H + smoothing), every cut of that order. Bins that the leaf does not
    /// hold go to the heavier side.</summary>
    public SplitCandidate Category(ReadOnlySpan<double> histogram, int feature, int bins, double gradient, double hessian)
    {
        Span<double> keys = stackalloc double[256];
        Span<int> order = stackalloc int[256];
        var held = 0;
        for (var bin = 0; bin <= bins; bin++)
        {
            if (histogram[(bin * 2) + 1] <= LeastHessian)
                continue;
            keys[held] = histogram[bin * 2] / (histogram[(bin * 2) + 1] + options.CategorySmoothing);
            order[held++] = bin;
        }

        keys[..held].Sort(order[..held]);
        var lambda = options.Lambda + (held > 2 ? options.CategoryLambda : 0);
        var whole = Score(gradient, hessian, options.Lambda);
        var (best, cut, bestG, bestH) = (Floor(whole), -1, 0.0, 0.0);
        var (g, h) = (0.0, 0.0);
        for (var i = 0; i < held - 1; i++)
        {
            g += histogram[order[i] * 2];
            h += histogram[(order[i] * 2) + 1];
            if (h < _minChild || hessian - h < _minChild)
                continue;
            var gain = Score(g, h, lambda) + Score(gradient - g, hessian - h, lambda) - whole;
            if (gain > best)
                (best, cut, bestG, bestH) = (gain, i, g, h);
        }

        if (cut < 0)
            return SplitCandidate.None;
        var left = default(BinSet);
        for (var i = 0; i <= cut; i++)
            left = left.With(order[i]);
        if (bestH >= hessian - bestH)
            for (var bin = 0; bin <= bins; bin++)
                if (!order[..held].Contains(bin))
                    left = left.With(bin);
        return new SplitCandidate(best, feature, -1, false, left, bestG, bestH);
    }

    /// <summary>Gains that rounding could make of nothing do not count.</summary>
    private double Floor(double whole) => Math.Max(options.Gamma, 1e-10 * Math.Max(whole, 1e-200));

    private double Score(double gradient, double hessian, double lambda)
    {
        var t = Threshold(gradient);
        return t * t / (hessian + lambda);
    }

    private double Threshold(double gradient) =>
        options.Alpha == 0 ? gradient : Math.Abs(gradient) <= options.Alpha ? 0 : gradient - Math.CopySign(options.Alpha, gradient);
}
