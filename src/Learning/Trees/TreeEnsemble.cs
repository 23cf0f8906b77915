using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>Compiled trees: flat arrays, walked four at a time without branches, so that the processor waits for four loads at once.
/// Immutable.</summary>
internal sealed class TreeEnsemble
{
    private const int BatchRows = 64;
    private readonly int[] _depths;
    private readonly bool _mixed;

    /// <summary>Takes arrays that are known to be sound.</summary>
    /// <param name="nodes">All trees' nodes.</param>
    /// <param name="values">What each node adds if it is a leaf.</param>
    /// <param name="covers">Training rows that each node saw.</param>
    /// <param name="roots">Where each tree begins, and where the last one ends.</param>
    /// <param name="sets">Bin sets of categorical splits, four words each.</param>
    /// <param name="codes">The codes of each categorical feature.</param>
    public TreeEnsemble(TreeNode[] nodes, double[] values, int[] covers, int[] roots, ulong[] sets, CategoryCodes?[] codes)
    {
        (Nodes, Values, Covers, Roots, Sets, Codes) = (nodes, values, covers, roots, sets, codes);
        _mixed = nodes.Any(n => (n.Feature & TreeNode.Category) != 0);
        _depths = new int[roots.Length - 1];
        var depths = new int[nodes.Length];
        for (var tree = 0; tree < _depths.Length; tree++)
            for (var node = roots[tree]; node < roots[tree + 1]; node++)
            {
                // children come after their parent, so one pass knows all depths
                _depths[tree] = Math.Max(_depths[tree], depths[node]);
                if (!IsLeaf(node))
                    depths[nodes[node].Left] = depths[nodes[node].Left + 1] = depths[node] + 1;
            }
    }

    /// <summary>All nodes.</summary>
    public TreeNode[] Nodes { get; }

    /// <summary>Leaf values, by node.</summary>
    public double[] Values { get; }

    /// <summary>Training rows, by node.</summary>
    public int[] Covers { get; }

    /// <summary>Where trees begin, and the end.</summary>
    public int[] Roots { get; }

    /// <summary>Bin sets.</summary>
    public ulong[] Sets { get; }

    /// <summary>Category codes, by feature.</summary>
    public CategoryCodes?[] Codes { get; }

    /// <summary>How many trees there are.</summary>
    public int Trees => _depths.Length;

    /// <summary>The most splits on any path.</summary>
    public int MaxDepth => _depths.Length == 0 ? 0 : _depths.Max();

    /// <summary>Whether trees split on categories, so that vectors must be encoded first.</summary>
    public bool Mixed => _mixed;

    /// <summary>Whether a node is a leaf.</summary>
    public bool IsLeaf(int node) => Nodes[node].Left == node;

    /// <summary>The sum of all trees for a vector (d).</summary>
    public double Sum(ReadOnlySpan<double> features)
    {
        if (!_mixed)
            return Walk<Quantities>(features);
        var rented = features.Length > 256 ? ArrayPool<double>.Shared.Rent(features.Length) : null;
        Span<double> encoded = rented is null ? stackalloc double[256] : rented;
        encoded = encoded[..features.Length];
        Encode(features, encoded);
        var sum = Walk<Both>(encoded);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return sum;
    }

    /// <summary>The sums (n) of all trees for all rows; bit for bit those of the single path, which adds the trees in the same order.</summary>
    public void Sum(Dataset rows, Span<double> sums)
    {
        var width = rows.Width;
        var vectors = ArrayPool<double>.Shared.Rent(Math.Max(1, BatchRows * width));
        for (var from = 0; from < sums.Length; from += BatchRows)
        {
            var count = Math.Min(BatchRows, sums.Length - from);
            for (var feature = 0; feature < width; feature++)
            {
                var column = rows.Column(feature).Slice(from, count);
                for (var row = 0; row < count; row++)
                    vectors[(row * width) + feature] = column[row];
            }

            if (_mixed)
                for (var row = 0; row < count; row++)
                    Encode(vectors.AsSpan(row * width, width), vectors.AsSpan(row * width, width));
            var target = sums.Slice(from, count);
            target.Clear();
            if (_mixed)
                WalkRows<Both>(vectors, width, target);
            else
                WalkRows<Quantities>(vectors, width, target);
        }

        ArrayPool<double>.Shared.Return(vectors);
    }

    /// <summary>Replaces category codes by their bins.</summary>
    public void Encode(ReadOnlySpan<double> features, Span<double> encoded)
    {
        for (var feature = 0; feature < features.Length; feature++)
            encoded[feature] = Codes[feature] is not { } codes ? features[feature]
                : double.IsNaN(features[feature]) ? codes.Count + 1 : codes.IndexOf(features[feature]) + 1;
    }

    /// <summary>The child of a node for an encoded vector.</summary>
    public int Next(int node, ReadOnlySpan<double> encoded) =>
        Next<Both>(ref MemoryMarshal.GetArrayDataReference(Nodes), ref MemoryMarshal.GetReference(encoded), node);

    private double Walk<TKind>(ReadOnlySpan<double> vector) where TKind : struct
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(Nodes);
        ref var x = ref MemoryMarshal.GetReference(vector);
        var (sum, tree) = (0.0, 0);
        for (; tree + 4 <= _depths.Length; tree += 4)
        {
            var (a, b, c, d) = (Roots[tree], Roots[tree + 1], Roots[tree + 2], Roots[tree + 3]);
            var steps = Math.Max(Math.Max(_depths[tree], _depths[tree + 1]), Math.Max(_depths[tree + 2], _depths[tree + 3]));
            for (; steps > 0; steps--)
            {
                a = Next<TKind>(ref nodes, ref x, a);
                b = Next<TKind>(ref nodes, ref x, b);
                c = Next<TKind>(ref nodes, ref x, c);
                d = Next<TKind>(ref nodes, ref x, d);
            }

            sum += Values[a];
            sum += Values[b];
            sum += Values[c];
            sum += Values[d];
        }

        for (; tree < _depths.Length; tree++)
        {
            var node = Roots[tree];
            for (var steps = _depths[tree]; steps > 0; steps--)
                node = Next<TKind>(ref nodes, ref x, node);
            sum += Values[node];
        }

        return sum;
    }

    private void WalkRows<TKind>(double[] vectors, int width, Span<double> sums) where TKind : struct
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(Nodes);
        ref var x = ref MemoryMarshal.GetArrayDataReference(vectors);
        for (var tree = 0; tree < _depths.Length; tree++)
        {
            var (root, depth, row) = (Roots[tree], _depths[tree], 0);
            for (; row + 4 <= sums.Length; row += 4)
            {
                var (a, b, c, d) = (root, root, root, root);
                ref var x0 = ref Unsafe.Add(ref x, row * width);
                ref var x1 = ref Unsafe.Add(ref x0, width);
                ref var x2 = ref Unsafe.Add(ref x1, width);
                ref var x3 = ref Unsafe.Add(ref x2, width);
                for (var steps = depth; steps > 0; steps--)
                {
                    a = Next<TKind>(ref nodes, ref x0, a);
                    b = Next<TKind>(ref nodes, ref x1, b);
                    c = Next<TKind>(ref nodes, ref x2, c);
                    d = Next<TKind>(ref nodes, ref x3, d);
                }

                sums[row] += Values[a];
                sums[row + 1] += Values[b];
                sums[row + 2] += Values[c];
                sums[row + 3] += Values[d];
            }

            for (; row < sums.Length; row++)
            {
                var node = root;
                for (var steps = depth; steps > 0; steps--)
                    node = Next<TKind>(ref nodes, ref Unsafe.Add(ref x, row * width), node);
                sums[row] += Values[node];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next<TKind>(ref TreeNode nodes, ref double vector, int at) where TKind : struct
    {
        ref var node = ref Unsafe.Add(ref nodes, at);
        var value = Unsafe.Add(ref vector, node.Feature & TreeNode.Place);
        if (typeof(TKind) == typeof(Both) && (node.Feature & TreeNode.Category) != 0)
        {
            var bin = (int)value;
            return node.Left + (int)(~(Sets[(int)node.Threshold + (bin >> 6)] >> (bin & 63)) & 1);
        }

        // NaN is above nothing, so it goes left unless the flag says right; "value != value" holds for NaN alone
#pragma warning disable CS1718
        return node.Left + ((value > node.Threshold ? 1 : 0) | ((value != value ? 1 : 0) & (node.Feature >>> 31)));
#pragma warning restore CS1718
    }

    private readonly struct Quantities;

    private readonly struct Both;
}
