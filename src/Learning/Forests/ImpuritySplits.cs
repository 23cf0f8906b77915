using Bellwether.Learning.TreeGrowth;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Forests;

/// <summary>Finds a split of a node on one feature by impurity: the best cut, or one random cut.</summary>
internal sealed class ImpuritySplits(ForestOptions options, BinnedRows rows, int classes)
{
    private readonly BinSums _sums = new(classes);
    private readonly Impurity _left = new(classes, options.Criterion), _right = new(classes, options.Criterion), _missing = new(classes, options.Criterion);
    private readonly double[] _keys = new double[256];
    private readonly int[] _bins = new int[256];

    /// <summary>Whether the last feature had more than one bin in use.</summary>
    public bool Varied => _sums.Used > 1;

    /// <summary>The best or the random split; none where the feature is constant or a side would be too small.</summary>
    public SplitCandidate Best(int feature, ReadOnlySpan<int> sample, ForestTargets targets, int[] repeats, Impurity whole, RandomStream stream)
    {
        _sums.Fill(sample, rows.Column(rows.Places[feature].Column), targets, repeats);
        if (!Varied)
            return SplitCandidate.None;
        var bins = rows.Features[feature];
        return bins.Codes is null ? Quantity(feature, bins, whole, stream) : Category(feature, bins, whole, stream);
    }

    private SplitCandidate Quantity(int feature, FeatureBins bins, Impurity whole, RandomStream stream)
    {
        var used = _sums.Used;
        var hasMissing = _sums.Bins[used - 1] == bins.Missing;
        used -= hasMissing ? 1 : 0;
        _missing.Clear();
        if (hasMissing)
            Add(_missing, bins.Missing);
        var (first, last) = (0, hasMissing ? used : used - 1);
        if (options.RandomCuts && used > 1)
            last = (first = RandomCut(bins, used, stream)) + 1;
        var (best, purity) = (SplitCandidate.None, whole.Purity());
        _left.Clear();
        for (var i = 0; i < last; i++)
        {
            Add(_left, _sums.Bins[i]);
            if (i < first)
                continue;

            // between two bins of the node that are not neighbours the cut is in the middle, as scikit-learn has it
            var cut = i + 1 < used ? (_sums.Bins[i] + _sums.Bins[i + 1]) >> 1 : _sums.Bins[i];
            Try(ref best, feature, cut, true, whole, purity);
            if (!hasMissing)
                continue;
            _left.Add(_missing.Sums, _missing.Weight, _missing.Count);
            Try(ref best, feature, cut, false, whole, purity);
            _left.Add(_missing.Sums, _missing.Weight, _missing.Count, -1);
        }

        return best;
    }

    private SplitCandidate Category(int feature, FeatureBins bins, Impurity whole, RandomStream stream)
    {
        // by mean label; of classes by the share of the most frequent one (exact for two classes: Breiman et al., 1984, section 4.2.2)
        var major = 0;
        for (var c = 1; c < classes; c++)
            major = whole.Sums[c] > whole.Sums[major] ? c : major;
        for (var i = 0; i < _sums.Used; i++)
        {
            var bin = _bins[i] = _sums.Bins[i];
            _keys[i] = options.RandomCuts ? stream.NextDouble() : (double)_sums.Sums(bin)[major] / _sums.Weight(bin);
        }

        Array.Sort(_keys, _bins, 0, _sums.Used);
        var cut = options.RandomCuts ? stream.NextInt(_sums.Used - 1) : -1;
        var (purity, gain, at) = (whole.Purity(), 0.0, -1);
        _left.Clear();
        for (var i = 0; i < _sums.Used - 1; i++)
        {
            Add(_left, _bins[i]);
            if ((cut >= 0 && i != cut) || !Sized(whole))
                continue;
            var better = _left.Purity() + _right.Purity() - purity;
            if (at < 0 || better > gain)
                (gain, at) = (better, i);
        }

        if (at < 0 || gain <= Floor(purity))
            return SplitCandidate.None;
        return new SplitCandidate(gain, feature, -1, false, Set(bins, at, whole), 0, 0);
    }

    /// <summary>The bins that go left: the first ones of the order, and, if they weigh more, those that the node does not hold.</summary>
    private BinSet Set(FeatureBins bins, int at, Impurity whole)
    {
        var (set, weight) = (default(BinSet), 0L);
        for (var i = 0; i <= at; i++)
        {
            set = set.With(_bins[i]);
            weight += _sums.Weight(_bins[i]);
        }

        if (weight * 2 >= whole.Weight)
            for (var bin = 0; bin <= bins.Missing; bin++)
                if (!_bins.AsSpan(0, _sums.Used).Contains(bin))
                    set = set.With(bin);
        return set;
    }

    /// <summary>A cut drawn evenly between the least and the greatest value of the node (Geurts, Ernst and Wehenkel, "Extremely Randomized
    /// Trees", 2006), as far as bins tell them.</summary>
    private int RandomCut(FeatureBins bins, int used, RandomStream stream)
    {
        var (low, high) = (bins.Span(_sums.Bins[0]), bins.Span(_sums.Bins[used - 1]));
        var (from, to) = ((low.From / 2) + (low.To / 2), (high.From / 2) + (high.To / 2));
        var at = from + ((to - from) * stream.NextDouble());
        var cut = 0;
        while (cut < used - 2 && bins.Span(_sums.Bins[cut + 1]).From < at)
            cut++;
        return cut;
    }

    private void Add(Impurity side, int bin) => side.Add(_sums.Sums(bin), _sums.Weight(bin), _sums.Count(bin));

    private bool Sized(Impurity whole)
    {
        _right.Rest(whole, _left);
        return _left.Count >= options.MinSamplesLeaf && _right.Count >= options.MinSamplesLeaf && _left.Weight > 0 && _right.Weight > 0;
    }

    private void Try(ref SplitCandidate best, int feature, int bin, bool missingRight, Impurity whole, double purity)
    {
        if (!Sized(whole))
            return;
        var gain = _left.Purity() + _right.Purity() - purity;
        if (gain <= Floor(purity) || gain <= best.Gain)
            return;
        var side = _missing.Count > 0 ? missingRight : _left.Weight < _right.Weight;
        best = new SplitCandidate(gain, feature, bin, side, default, 0, 0);
    }

    /// <summary>Gains that rounding could make of nothing do not count.</summary>
    private static double Floor(double purity) => 1e-12 * Math.Abs(purity);
}
