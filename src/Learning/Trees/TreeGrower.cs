using System.Numerics;
using System.Runtime.InteropServices;

namespace Bellwether.Learning.Trees;

/// <summary>Grows one tree after another over the same binned rows.</summary>
internal sealed class TreeGrower
{
    private readonly BoostedTrees _options;
    private readonly BinnedRows _rows;
    private readonly ParallelOptions _parallel;
    private readonly ParallelOptions _single;
    private readonly SplitSearch _search;
    private readonly RowPartition _partition;
    private readonly Stack<double[]> _spare = new();
    private readonly float[] _ordered;
    private readonly SplitCandidate[] _candidates;
    private readonly byte[] _goesLeft = new byte[256];

    /// <summary>Prepares buffers.</summary>
    public TreeGrower(BoostedTrees options, BinnedRows rows, ParallelOptions parallel)
    {
        (_options, _rows, _parallel, _search) = (options, rows, parallel, new SplitSearch(options));
        _single = new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = parallel.CancellationToken };
        _partition = new RowPartition(rows.Rows, parallel);
        _ordered = new float[checked(rows.Rows * 2)];
        _candidates = new SplitCandidate[rows.Features.Length * 2];
    }

    /// <summary>The rows of a leaf that the last tree said.</summary>
    public ReadOnlySpan<int> LeafRows(int begin, int count) => _partition.Rows(begin, count);

    /// <summary>Grows a tree.</summary>
    /// <param name="gradients">A (gradient, Hessian) pair per row.</param>
    /// <param name="sample">The rows to grow on, ascending, or null for all.</param>
    /// <param name="active">Which features it may split on.</param>
    public GrownTree Grow(float[] gradients, List<int>? sample, bool[] active)
    {
        var tree = new GrownTree();
        var root = new GrowingLeaf { Node = 0, Begin = 0, Count = _partition.Reset(sample), Depth = 0, Histogram = Rent() };
        tree.Nodes.Add(new GrownNode(SplitCandidate.None, -1, 0, root.Count));
        Sum(root, null, gradients, sample is null, active);
        var queue = new PriorityQueue<GrowingLeaf, (double, int)>();
        var done = new List<GrowingLeaf>();
        Enqueue(root);
        while (queue.Count > 0 && queue.Count + done.Count < _options.MaxLeaves)
        {
            var leaf = queue.Dequeue();
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            if (!TrySplit(leaf, tree, gradients, active, queue.Count + done.Count + 2 >= _options.MaxLeaves, out var left, out var right))
            {
                Finish(leaf);
                continue;
            }

            Enqueue(left);
            Enqueue(right);
        }

        while (queue.TryDequeue(out var leaf, out _))
            Finish(leaf);
        return tree;

        void Enqueue(GrowingLeaf leaf)
        {
            if (leaf.Best.Feature >= 0)
                queue.Enqueue(leaf, (-leaf.Best.Gain, leaf.Node));
            else
                Finish(leaf);
        }

        void Finish(GrowingLeaf leaf)
        {
            done.Add(leaf);
            tree.Nodes[leaf.Node] = tree.Nodes[leaf.Node] with { Value = _search.LeafValue(leaf.Gradient, leaf.Hessian) };
            tree.Leaves.Add((leaf.Node, leaf.Begin, leaf.Count));
            Return(leaf);
        }
    }

    private bool TrySplit(GrowingLeaf leaf, GrownTree tree, float[] gradients, bool[] active, bool last, out GrowingLeaf left, out GrowingLeaf right)
    {
        var split = leaf.Best;
        var node = tree.Nodes[leaf.Node] with { Split = split };
        var missing = _rows.Features[split.Feature].Missing;
        for (var bin = 0; bin < 256; bin++)
            _goesLeft[bin] = node.GoesLeft(bin, missing) ? (byte)1 : (byte)0;
        var toLeft = _partition.Split(leaf.Begin, leaf.Count, _rows.Group(split.Feature / BinnedRows.GroupWidth), split.Feature % BinnedRows.GroupWidth, _goesLeft);
        left = new GrowingLeaf { Node = tree.Nodes.Count, Begin = leaf.Begin, Count = toLeft, Depth = leaf.Depth + 1, Gradient = split.LeftGradient, Hessian = split.LeftHessian };
        right = new GrowingLeaf
        {
            Node = tree.Nodes.Count + 1, Begin = leaf.Begin + toLeft, Count = leaf.Count - toLeft, Depth = leaf.Depth + 1,
            Gradient = leaf.Gradient - split.LeftGradient, Hessian = leaf.Hessian - split.LeftHessian,
        };
        if (toLeft == 0 || toLeft == leaf.Count)
            return false;
        tree.Nodes[leaf.Node] = node with { Left = tree.Nodes.Count };
        tree.Nodes.Add(new GrownNode(SplitCandidate.None, -1, 0, left.Count));
        tree.Nodes.Add(new GrownNode(SplitCandidate.None, -1, 0, right.Count));
        if (last || left.Depth >= _options.MaxDepth)
        {
            Return(leaf);
            return true;
        }

        var (small, large) = left.Count <= right.Count ? (left, right) : (right, left);
        (small.Histogram, large.Histogram, leaf.Histogram) = (Rent(), leaf.Histogram, null);
        Sum(small, large, gradients, false, active);
        return true;
    }

    /// <summary>Sums the smaller leaf's histogram, takes it away from that of the larger (which holds the parent's), and finds the best
    /// split of both. Each group of features is one piece of work: its sums run in row order whatever thread takes it.</summary>
    private void Sum(GrowingLeaf small, GrowingLeaf? large, float[] gradients, bool wholeData, bool[] active)
    {
        var ordered = wholeData ? gradients : _ordered;
        var parallel = (long)small.Count * _rows.Features.Length > 100_000 ? _parallel : _single;
        if (!wholeData)
            Gather(small, gradients, parallel);
        if (large is null)
            (small.Gradient, small.Hessian) = Totals(ordered, small.Count);
        Work.Run(0, _rows.Groups, parallel, group =>
        {
            var (length, width) = (BinnedRows.GroupWidth * _rows.Stride * 2, Math.Min(BinnedRows.GroupWidth, _rows.Features.Length - (group * BinnedRows.GroupWidth)));
            var mine = small.Histogram!.AsSpan(group * length, length);
            mine.Clear();
            HistogramKernel.Add(_rows.Group(group), _partition.Rows(small.Begin, small.Count), ordered, mine, _rows.Stride, width);
            if (large is not null)
                Subtract(large.Histogram!.AsSpan(group * length, length), mine);
            for (var feature = group * BinnedRows.GroupWidth; feature < (group * BinnedRows.GroupWidth) + width; feature++)
            {
                _candidates[feature * 2] = active[feature] ? Best(small, feature) : SplitCandidate.None;
                if (large is not null)
                    _candidates[(feature * 2) + 1] = active[feature] ? Best(large, feature) : SplitCandidate.None;
            }
        });
        small.Best = Choose(0);
        if (large is not null)
            large.Best = Choose(1);
    }

    private SplitCandidate Best(GrowingLeaf leaf, int feature)
    {
        var bins = _rows.Features[feature];
        var histogram = leaf.Histogram.AsSpan(feature * _rows.Stride * 2, (bins.Count + 1) * 2);
        return bins.Codes is null
            ? _search.Quantity(histogram, feature, bins.Count, _rows.HasMissing[feature], leaf.Gradient, leaf.Hessian)
            : _search.Category(histogram, feature, bins.Count, leaf.Gradient, leaf.Hessian);
    }

    private SplitCandidate Choose(int which)
    {
        var best = SplitCandidate.None;
        for (var i = which; i < _candidates.Length; i += 2)
            if (_candidates[i].Feature >= 0 && _candidates[i].Gain > best.Gain)
                best = _candidates[i];
        return best;
    }

    private void Gather(GrowingLeaf leaf, float[] gradients, ParallelOptions parallel) =>
        Work.Blocks(leaf.Count, parallel, (_, from, to) =>
        {
            var rows = _partition.Rows(leaf.Begin + from, to - from);
            var target = MemoryMarshal.Cast<float, double>(_ordered.AsSpan(from * 2, rows.Length * 2));
            var source = MemoryMarshal.Cast<float, double>(gradients);
            for (var i = 0; i < rows.Length; i++)
                target[i] = source[rows[i]];
        });

    private static (double Gradient, double Hessian) Totals(float[] ordered, int count)
    {
        var (gradient, hessian) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
            (gradient, hessian) = (gradient + ordered[i * 2], hessian + ordered[(i * 2) + 1]);
        return (gradient, hessian);
    }

    private static void Subtract(Span<double> from, ReadOnlySpan<double> what)
    {
        var targets = MemoryMarshal.Cast<double, Vector<double>>(from);
        var sources = MemoryMarshal.Cast<double, Vector<double>>(what);
        for (var i = 0; i < targets.Length; i++)
            targets[i] -= sources[i];
    }

    private double[] Rent() => _spare.TryPop(out var spare) ? spare : new double[_rows.HistogramLength];

    private void Return(GrowingLeaf leaf)
    {
        if (leaf.Histogram is not null)
            _spare.Push(leaf.Histogram);
        leaf.Histogram = null;
    }
}
