using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>Trees as they were learned, in flat columns: what is stored, explained, exported and compiled. Immutable.</summary>
/// <remarks>A node's right child follows its left one, and children come after their parent. A vector is encoded first: categories become
/// 0 for a code that is not stored, i + 1 for stored code i, count + 1 for NaN; quantities stay as they are.</remarks>
internal sealed class TreeEnsemble
{
    /// <summary>The most splits on a path that a model may have.</summary>
    public const int MostDepth = 512;

    /// <summary>k, the number of sums.</summary>
    public required int Outputs { get; init; }

    /// <summary>Numbers per leaf: 1, added to the tree's target, or k, added to each output.</summary>
    public required int LeafWidth { get; init; }

    /// <summary>Whether sums are divided by the trees of their output (forests).</summary>
    public required bool Averaged { get; init; }

    /// <summary>What makes scores of sums.</summary>
    public required TreeLink Link { get; init; }

    /// <summary>Where the sums (k) start.</summary>
    public required double[] Bases { get; init; }

    /// <summary>Where each tree's nodes begin, and where the last one ends.</summary>
    public required int[] Roots { get; init; }

    /// <summary>The output that each tree adds to; 0 where leaves are k wide.</summary>
    public required int[] Targets { get; init; }

    /// <summary>The feature of each node; -1 for a leaf.</summary>
    public required int[] Features { get; init; }

    /// <summary>How each node decides.</summary>
    public required NodeFlags[] Flags { get; init; }

    /// <summary>The largest value that goes left; for a category the first word of its set in <see cref="Sets"/>.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>The left child of each node; for a leaf its number, the place of its values divided by <see cref="LeafWidth"/>.</summary>
    public required int[] Lefts { get; init; }

    /// <summary>Training weight of each node.</summary>
    public required double[] Covers { get; init; }

    /// <summary>Gain of each split; 0 for leaves.</summary>
    public required float[] Gains { get; init; }

    /// <summary>Leaf values by leaf number.</summary>
    public required double[] Values { get; init; }

    /// <summary>The sets of categorical splits: as many words each as the codes of the feature need (<see cref="SetWords"/>) or more.</summary>
    public required ulong[] Sets { get; init; }

    /// <summary>The stored codes of each categorical feature; null for a quantity.</summary>
    public required CategoryCodes?[] Codes { get; init; }

    /// <summary>How many trees there are.</summary>
    public int Trees => Roots.Length - 1;

    /// <summary>How many leaves there are.</summary>
    public int Leaves => Values.Length / LeafWidth;

    /// <summary>64-bit words in a set over the codes of a feature.</summary>
    public static int SetWords(CategoryCodes codes) => (codes.Count + 2 + 63) / 64;

    /// <summary>Whether a node is a leaf.</summary>
    public bool IsLeaf(int node) => Features[node] < 0;

    /// <summary>How many trees add to an output.</summary>
    public int TreesOf(int output) => LeafWidth > 1 ? Trees : Targets.Count(t => t == output);

    /// <summary>Encodes a vector (d); both spans may be the same.</summary>
    public void Encode(ReadOnlySpan<double> features, Span<double> encoded)
    {
        for (var feature = 0; feature < features.Length; feature++)
            encoded[feature] = Codes[feature] is { } codes ? Encode(codes, features[feature]) : features[feature];
    }

    /// <summary>The encoded number of a category.</summary>
    public static int Encode(CategoryCodes codes, double value) => double.IsNaN(value) ? codes.Count + 1 : codes.IndexOf(value) + 1;

    /// <summary>The child of a node that an encoded vector goes to.</summary>
    public int Next(int node, ReadOnlySpan<double> encoded)
    {
        var (value, flags) = (encoded[Features[node]], Flags[node]);
        if ((flags & NodeFlags.Category) != 0)
        {
            var bin = (int)value;
            return Lefts[node] + (int)(~(Sets[(int)Thresholds[node] + (bin >> 6)] >> (bin & 63)) & 1);
        }

        if (double.IsNaN(value) || ((flags & NodeFlags.ZeroMissing) != 0 && Math.Abs(value) <= ZeroBand))
            return Lefts[node] + ((flags & NodeFlags.MissingRight) != 0 ? 1 : 0);
        return Lefts[node] + (value <= Thresholds[node] ? 0 : 1);
    }

    /// <summary>How near to zero counts as zero, where zero is missing: the nearest float to 1e-35, as in LightGBM.</summary>
    public const double ZeroBand = 1e-35f;

    /// <summary>Adds the leaf of each tree to the sums (k) of an encoded vector, tree after tree: the slow, obvious way.</summary>
    public void Add(ReadOnlySpan<double> encoded, Span<double> sums)
    {
        for (var tree = 0; tree < Trees; tree++)
        {
            var node = Roots[tree];
            while (!IsLeaf(node))
                node = Next(node, encoded);
            var leaf = Lefts[node] * LeafWidth;
            if (LeafWidth == 1)
                sums[Targets[tree]] += Values[leaf];
            else
                for (var output = 0; output < LeafWidth; output++)
                    sums[output] += Values[leaf + output];
        }
    }

    /// <summary>Splits on the longest path of each tree.</summary>
    public int[] Depths()
    {
        var (longest, depths) = (new int[Trees], new int[Features.Length]);
        for (var tree = 0; tree < Trees; tree++)
            for (var node = Roots[tree]; node < Roots[tree + 1]; node++)
            {
                // children come after their parent, so one pass knows all depths
                longest[tree] = Math.Max(longest[tree], depths[node]);
                if (!IsLeaf(node))
                    depths[Lefts[node]] = depths[Lefts[node] + 1] = depths[node] + 1;
            }

        return longest;
    }
}
