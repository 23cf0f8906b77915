using System.Numerics;
using System.Runtime.InteropServices;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>Grows one tree after another over the same binned rows.</summary>
internal sealed class TreeGrower
{
    private const int ParallelSums = 200_000;
    private readonly GrowthOptions _options;
    private readonly BinnedRows _rows;
    private readonly Crew _crew;
    private readonly SplitSearch _search;
    private readonly RowPartition _partition;
    private readonly HistogramPool _pool;
    private readonly SplitCandidate[] _candidates;
    private readonly byte[] _goesLeft = new byte[256];
    private readonly long[][] _parts;
    private readonly int[] _order;

    /// <summary>Prepares buffers.</summary>
    public TreeGrower(GrowthOptions options, BinnedRows rows, Crew crew)
    {
        (_options, _rows, _crew, _search, _pool) = (options, rows, crew, new SplitSearch(options), new HistogramPool());
        _partition = new RowPartition(rows.Rows, crew);
        _candidates = new SplitCandidate[rows.Features.Length * 2];
        _parts = new long[crew.Threads - 1][];
        _order = new int[rows.Features.Length];
    }

    /// <summary>Whether narrow sums may be used where they suffice.</summary>
    public bool AllowNarrow { get; init; } = true;

    /// <summary>The rows of a leaf that the last tree said, a row number in the lower half of each.</summary>
    public ReadOnlySpan<ulong> LeafRows(int begin, int count) => _partition.Rows(begin, count);

    /// <summary>Grows a tree.</summary>
    /// <param name="gradients">Turns the pairs into whole numbers.</param>
    /// <param name="pairs">A (gradient, Hessian) pair per row.</param>
    /// <param name="sample">The rows to grow on, ascending, or null for all.</param>
    /// <param name="active">Which features it may split on.</param>
    /// <param name="seed">For features drawn by node.</param>
    public GrownTree Grow(Gradients gradients, float[] pairs, int[]? sample, bool[] active, Seed seed)
    {
        var tree = new GrownTree();
        var count = gradients.Quantize(pairs, sample, _partition.Elements, AllowNarrow, _crew);
        var root = new GrowingLeaf { Node = 0, Begin = 0, Count = count, Depth = 0 };
        tree.Nodes.Add(new GrownNode(SplitCandidate.None, -1, 0, count));
        _pool.Start(LeafHistogram.Length(_rows, gradients));
        var growth = new Growth(gradients, active, seed, Few(active));
        if (_rows.Columns > 0 && count > 0)
            Evaluate(growth, root, null);
        var queue = new PriorityQueue<GrowingLeaf, (double, int)>();
        var done = 0;
        Enqueue(root);
        while (queue.Count > 0 && queue.Count + done < _options.MaxLeaves)
        {
            var leaf = queue.Dequeue();
            if (!TrySplit(growth, leaf, tree, queue.Count + done + 2 >= _options.MaxLeaves, out var left, out var right))
            {
                Finish(leaf);
                continue;
            }

            Enqueue(left);
            Enqueue(right);
        }

        while (queue.TryDequeue(out var leaf, out _))
            Finish(leaf);
        Renew(gradients, tree);
        return tree;

        void Enqueue(GrowingLeaf leaf)
        {
            if (leaf.Best.Feature >= 0)
                queue.Enqueue(leaf, (_options.DepthWise ? leaf.Depth : -leaf.Best.Gain, leaf.Node));
            else
                Finish(leaf);
        }

        void Finish(GrowingLeaf leaf)
        {
            done++;
            tree.Leaves.Add(leaf);
            _pool.Return(leaf);
        }
    }

    /// <summary>Gives leaves their values: from the gradients themselves where sums were narrow.</summary>
    private void Renew(Gradients gradients, GrownTree tree)
    {
        var values = new double[tree.Leaves.Count];
        _crew.Run(values.Length, i =>
        {
            var leaf = tree.Leaves[i];
            var (g, h) = gradients.Narrow || _rows.Columns == 0 ? gradients.Sum(_partition.Rows(leaf.Begin, leaf.Count)) : (leaf.Gradient, leaf.Hessian);
            values[i] = _search.LeafValue(g, h, leaf) * _options.LearningRate;
        });
        for (var i = 0; i < values.Length; i++)
            tree.Nodes[tree.Leaves[i].Node] = tree.Nodes[tree.Leaves[i].Node] with { Value = values[i] };
    }

    private bool TrySplit(Growth growth, GrowingLeaf leaf, GrownTree tree, bool last, out GrowingLeaf left, out GrowingLeaf right)
    {
        var split = leaf.Best;
        var node = tree.Nodes[leaf.Node] with { Split = split };
        var (place, bins) = (_rows.Places[split.Feature], _rows.Features[split.Feature].Count);
        for (var code = 0; code < 256; code++)
            _goesLeft[code] = node.GoesLeft(place.Bin(code, bins + 1), bins) ? (byte)1 : (byte)0;
        var toLeft = _partition.Split(leaf.Begin, leaf.Count, _rows.Column(place.Column), _goesLeft);
        left = new GrowingLeaf
        {
            Node = tree.Nodes.Count, Begin = leaf.Begin, Count = toLeft, Depth = leaf.Depth + 1,
            Gradient = split.LeftGradient, Hessian = split.LeftHessian, Least = leaf.Least, Greatest = leaf.Greatest,
        };
        right = new GrowingLeaf
        {
            Node = tree.Nodes.Count + 1, Begin = leaf.Begin + toLeft, Count = leaf.Count - toLeft, Depth = leaf.Depth + 1,
            Gradient = leaf.Gradient - split.LeftGradient, Hessian = leaf.Hessian - split.LeftHessian, Least = leaf.Least, Greatest = leaf.Greatest,
        };
        if (toLeft == 0 || toLeft == leaf.Count)
            return false;
        Constrain(split, leaf, left, right);
        tree.Nodes[leaf.Node] = node with { Left = tree.Nodes.Count };
        tree.Nodes.Add(new GrownNode(SplitCandidate.None, -1, 0, left.Count));
        tree.Nodes.Add(new GrownNode(SplitCandidate.None, -1, 0, right.Count));
        if (last || left.Depth >= _options.MaxDepth)
        {
            _pool.Return(leaf);
            return true;
        }

        var (small, large) = left.Count <= right.Count ? (left, right) : (right, left);
        (large.Histogram, leaf.Histogram) = (leaf.Histogram, null);
        Evaluate(growth, small, large);
        return true;
    }

    /// <summary>Children of a split on a constrained feature must stay on their side of the middle, for good.</summary>
    private void Constrain(SplitCandidate split, GrowingLeaf leaf, GrowingLeaf left, GrowingLeaf right)
    {
        if (_options.Monotone is not { } monotone || monotone[split.Feature] == 0)
            return;
        var (below, above) = _search.ChildValues(split, leaf);
        var middle = (below + above) / 2;
        if (monotone[split.Feature] > 0)
            (left.Greatest, right.Least) = (Math.Min(left.Greatest, middle), Math.Max(right.Least, middle));
        else
            (left.Least, right.Greatest) = (Math.Max(left.Least, middle), Math.Min(right.Greatest, middle));
    }

    /// <summary>Sums the smaller leaf's histogram, takes it away from that of the larger (which holds the parent's; where memory did not allow to
    /// keep it, the larger is summed too), and finds the best split of both.</summary>
    private void Evaluate(Growth growth, GrowingLeaf small, GrowingLeaf? large)
    {
        Sum(growth, small);
        var subtract = large?.Histogram is not null;
        if (large is not null && !subtract)
            Sum(growth, large);
        var gradients = growth.Gradients;
        if (large is null)
            (small.Gradient, small.Hessian) = Totals(small.Histogram!, gradients, growth.Columns?[0] ?? 0);
        if (subtract)
            Subtract(large!.Histogram, small.Histogram);
        var (mine, theirs) = (Choose(growth, small), large is null ? null : Choose(growth, large));
        var pieces = Math.Min(_crew.Threads, _rows.Features.Length);
        _crew.Run(pieces, piece =>
        {
            Span<double> g = stackalloc double[264], h = stackalloc double[264];
            for (var feature = piece; feature < _rows.Features.Length; feature += pieces)
            {
                _candidates[feature * 2] = mine[feature] ? Best(gradients, small, feature, g, h) : SplitCandidate.None;
                _candidates[(feature * 2) + 1] = theirs is not null && theirs[feature] ? Best(gradients, large!, feature, g, h) : SplitCandidate.None;
            }
        });
        small.Best = Winner(0);
        if (large is not null)
            large.Best = Winner(1);
        if (!_pool.Full)
            return;
        _pool.Return(small);
        if (large is not null)
            _pool.Return(large);
    }

    private void Sum(Growth growth, GrowingLeaf leaf)
    {
        var target = leaf.Histogram = _pool.Rent();
        var threads = (long)leaf.Count * _rows.Columns < ParallelSums ? 1 : _crew.Threads;
        if (threads == 1)
        {
            Add(growth, _partition.Rows(leaf.Begin, leaf.Count), target);
            return;
        }

        _crew.Run(threads, part =>
        {
            var (from, to) = ((int)((long)leaf.Count * part / threads), (int)((long)leaf.Count * (part + 1) / threads));
            if (part > 0)
            {
                if (_parts[part - 1]?.Length >= _pool.Length)
                    _parts[part - 1].AsSpan().Clear();
                else
                    _parts[part - 1] = new long[_pool.Length];
            }

            Add(growth, _partition.Rows(leaf.Begin + from, to - from), part == 0 ? target : _parts[part - 1]);
        });
        for (var part = 1; part < threads; part++)
            Add(target, _parts[part - 1].AsSpan(0, target.Length));
    }

    private void Add(Growth growth, ReadOnlySpan<ulong> elements, long[] target)
    {
        if (growth.Columns is { } columns)
            HistogramKernel.AddColumns(_rows, elements, growth.Gradients.Wide, target, columns);
        else
            HistogramKernel.Add(_rows, elements, growth.Gradients.Wide, target);
    }

    /// <summary>The columns of active features, where they are so few that summing them one by one costs less; null for all.</summary>
    private int[]? Few(bool[] active)
    {
        int[] columns = [.. Enumerable.Range(0, active.Length).Where(f => active[f] && _rows.Places[f].Column >= 0).Select(f => _rows.Places[f].Column).Distinct().Order()];
        return columns.Length > 0 && columns.Length * 3 <= _rows.Columns ? columns : null;
    }

    private SplitCandidate Best(Gradients gradients, GrowingLeaf leaf, int feature, Span<double> g, Span<double> h)
    {
        if (_rows.Places[feature].Column < 0)
            return SplitCandidate.None;
        var bins = _rows.Features[feature];
        var histogram = new LeafHistogram(_rows, gradients, leaf.Histogram);
        var missing = histogram.Read(feature, bins.Codes is null, (leaf.Gradient, leaf.Hessian), g, h);
        return bins.Codes is null
            ? _search.Quantity(g, h, missing, feature, bins.Count, _rows.HasMissing[feature], leaf)
            : _search.Category(g, h, feature, bins.Count, leaf);
    }

    private static void Add(Span<long> to, ReadOnlySpan<long> what)
    {
        // lengths are whole columns, which are whole vectors
        var targets = MemoryMarshal.Cast<long, Vector<long>>(to);
        var sources = MemoryMarshal.Cast<long, Vector<long>>(what);
        for (var i = 0; i < targets.Length; i++)
            targets[i] += sources[i];
    }

    private static void Subtract(Span<long> from, ReadOnlySpan<long> what)
    {
        var targets = MemoryMarshal.Cast<long, Vector<long>>(from);
        var sources = MemoryMarshal.Cast<long, Vector<long>>(what);
        for (var i = 0; i < targets.Length; i++)
            targets[i] -= sources[i];
    }

    private SplitCandidate Winner(int which)
    {
        var best = SplitCandidate.None;
        for (var i = which; i < _candidates.Length; i += 2)
            if (_candidates[i].Feature >= 0 && _candidates[i].Gain > best.Gain)
                best = _candidates[i];
        return best;
    }

    /// <summary>The features that a node may split on.</summary>
    private bool[] Choose(Growth growth, GrowingLeaf leaf)
    {
        if (_options.ColumnSampleByNode >= 1)
            return growth.Active;
        var active = 0;
        for (var feature = 0; feature < _order.Length; feature++)
            if (growth.Active[feature])
                _order[active++] = feature;
        var chosen = new bool[_order.Length];
        growth.Seed.Derive(leaf.Node).Stream().Shuffle(_order.AsSpan(0, active));
        for (var i = 0; i < Math.Max(1, (int)Math.Ceiling(_options.ColumnSampleByNode * active)) && i < active; i++)
            chosen[_order[i]] = true;
        return chosen;
    }

    private (double G, double H) Totals(long[] histogram, Gradients gradients, int column)
    {
        // every row is in one bin of a column
        var (g, h) = (0L, 0L);
        for (var code = column * _rows.Stride; code < (column + 1) * _rows.Stride; code++)
            (g, h) = gradients.Narrow ? (g + (histogram[code] >> 32), h + (histogram[code] & 0xFFFF_FFFF)) : (g + histogram[code * 2], h + histogram[(code * 2) + 1]);
        return (g * gradients.GradientUnit, h * gradients.HessianUnit);
    }

    private readonly record struct Growth(Gradients Gradients, bool[] Active, Seed Seed, int[]? Columns);
}
