using Bellwether.Data.Models;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Forests;

/// <summary>Grows one tree depth first by impurity, on its own rows and seed.</summary>
internal sealed class ForestTree
{
    private readonly ForestOptions _options;
    private readonly BinnedRows _rows;
    private readonly ForestTargets _targets;
    private readonly Seed _seed;
    private readonly CancellationToken _cancellation;
    private readonly int[] _sample, _repeats, _rights, _order;
    private readonly ImpuritySplits _splits;
    private readonly List<TreeNode> _nodes = [];
    private readonly byte[] _goesLeft = new byte[256];

    /// <summary>Draws the rows.</summary>
    public ForestTree(ForestOptions options, BinnedRows rows, ForestTargets targets, Seed seed, CancellationToken cancellation)
    {
        (_options, _rows, _targets, _seed, _cancellation) = (options, rows, targets, seed, cancellation);
        _repeats = new int[rows.Rows];
        if (options.Bootstrap > 0)
        {
            var stream = seed.Derive("rows").Stream();
            for (var i = Math.Max(1, (int)Math.Round(options.Bootstrap * rows.Rows)); i > 0; i--)
                _repeats[stream.NextInt(rows.Rows)]++;
        }
        else
            _repeats.AsSpan().Fill(1);
        _sample = [.. Enumerable.Range(0, rows.Rows).Where(r => _repeats[r] > 0 && targets.Weights[r] > 0)];
        if (_sample.Length == 0)
            _sample = [.. Enumerable.Range(0, rows.Rows).Where(r => targets.Weights[r] > 0).Take(1)];
        foreach (var row in _sample)
            _repeats[row] = Math.Max(1, _repeats[row]);
        _rights = new int[_sample.Length];
        _order = [.. Enumerable.Range(0, rows.Features.Length).Where(f => rows.Places[f].Column >= 0)];
        _splits = new ImpuritySplits(options, rows, targets.Classes);
    }

    /// <summary>Grows the tree; its first node is the root.</summary>
    public List<TreeNode> Grow()
    {
        var open = new Stack<(int Node, int Begin, int Count, int Depth)>();
        _nodes.Add(new TreeNode());
        open.Push((0, 0, _sample.Length, 0));
        var (whole, total) = (new Impurity(_targets.Classes, _options.Criterion), 0L);
        while (open.TryPop(out var at))
        {
            _cancellation.ThrowIfCancellationRequested();
            whole.Clear();
            Sum(at.Begin, at.Count, whole);
            total = at.Node == 0 ? whole.Weight : total;
            var split = at.Depth < _options.MaxDepth && whole.Count >= _options.MinSamplesSplit && !Pure(whole) ? Best(at.Node, at.Begin, at.Count, whole) : SplitCandidate.None;
            if (split.Feature < 0 || split.Gain / total < _options.MinImpurityDecrease)
            {
                _nodes[at.Node] = Leaf(whole);
                continue;
            }

            var left = Part(split, at.Begin, at.Count);
            if (left == 0 || left == at.Count)
            {
                _nodes[at.Node] = Leaf(whole);
                continue;
            }

            _nodes[at.Node] = Inner(split, whole);
            open.Push((_nodes.Count + 1, at.Begin + left, at.Count - left, at.Depth + 1));
            open.Push((_nodes.Count, at.Begin, left, at.Depth + 1));
            _nodes.Add(new TreeNode());
            _nodes.Add(new TreeNode());
        }

        return _nodes;
    }

    private void Sum(int begin, int count, Impurity whole)
    {
        Span<long> one = stackalloc long[1];
        for (var i = begin; i < begin + count; i++)
        {
            var (row, repeat) = (_sample[i], _repeats[_sample[i]]);
            var weight = _targets.Weights[row] * repeat;
            if (_targets.Classes == 0)
            {
                one[0] = weight * _targets.Labels[row];
                whole.Add(one, weight, repeat);
            }
            else
                whole.AddClass(_targets.Labels[row], weight, repeat);
        }
    }

    private bool Pure(Impurity whole) => _targets.Classes > 0 && whole.Sums.AsSpan().Contains(whole.Weight);

    /// <summary>Looks at features in random order until enough of them, one that varies among them, have been seen.</summary>
    private SplitCandidate Best(int node, int begin, int count, Impurity whole)
    {
        var (wanted, best, useful) = (_options.FeaturesOf(_order.Length), SplitCandidate.None, false);
        var stream = _seed.Derive("node").Derive(node).Stream();
        var rows = _sample.AsSpan(begin, count);
        if (wanted >= _order.Length)
            Array.Sort(_order);
        for (var seen = 0; seen < _order.Length && (seen < wanted || !useful); seen++)
        {
            if (wanted < _order.Length)
            {
                var pick = seen + stream.NextInt(_order.Length - seen);
                (_order[seen], _order[pick]) = (_order[pick], _order[seen]);
            }

            var candidate = _splits.Best(_order[seen], rows, _targets, _repeats, whole, stream);
            useful |= _splits.Varied;
            if (candidate.Feature >= 0 && candidate.Gain > best.Gain)
                best = candidate;
        }

        return best;
    }

    private int Part(SplitCandidate split, int begin, int count)
    {
        var (grown, missing) = (new GrownNode(split, 0, 0, 0), _rows.Features[split.Feature].Missing);
        for (var bin = 0; bin < 256; bin++)
            _goesLeft[bin] = grown.GoesLeft(bin, missing) ? (byte)1 : (byte)0;
        var (column, toLeft, toRight) = (_rows.Column(_rows.Places[split.Feature].Column), begin, 0);
        for (var i = begin; i < begin + count; i++)
        {
            var row = _sample[i];
            int goes = _goesLeft[column[row]];
            _sample[toLeft] = row;
            _rights[toRight] = row;
            toLeft += goes;
            toRight += 1 - goes;
        }

        _rights.AsSpan(0, toRight).CopyTo(_sample.AsSpan(toLeft));
        return toLeft - begin;
    }

    private TreeNode Inner(SplitCandidate split, Impurity whole) =>
        new GrownNode(split, _nodes.Count, 0, 1).Compile(_rows, 1) with { Cover = whole.Weight * _targets.WeightUnit, Gain = Math.Max(0, split.Gain * _targets.WeightUnit) };

    private TreeNode Leaf(Impurity whole)
    {
        var cover = Math.Max(whole.Weight * _targets.WeightUnit, double.Epsilon);
        if (_targets.Classes == 0)
            return new TreeNode { Value = _targets.Value((double)whole.Sums[0] / whole.Weight), Cover = cover };
        double[] shares = [.. whole.Sums.Select(s => (double)s / whole.Weight)];
        return _options.Output == ModelOutput.Probability ? new TreeNode { Value = shares[1], Cover = cover } : new TreeNode { Values = shares, Cover = cover };
    }
}
