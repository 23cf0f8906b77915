using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>Collects trees, one after another, and lays them out for <see cref="TreeEnsemble"/>: level by level, siblings together.</summary>
/// <param name="codes">The stored codes of each categorical feature, null for a quantity (d).</param>
/// <param name="outputs">k.</param>
/// <param name="leafWidth">1, or k for leaves that add to every output.</param>
internal sealed class TreeEnsembleBuilder(CategoryCodes?[] codes, int outputs = 1, int leafWidth = 1)
{
    private readonly List<int> _roots = [0], _targets = [], _leaves = [0], _words = [0], _features = [], _lefts = [];
    private readonly List<NodeFlags> _flags = [];
    private readonly List<double> _thresholds = [], _covers = [], _values = [];
    private readonly List<float> _gains = [];
    private readonly List<ulong> _sets = [];

    /// <summary>How many trees there are.</summary>
    public int Trees => _targets.Count;

    /// <summary>Adds a tree; its first node is the root.</summary>
    public void Add(IReadOnlyList<TreeNode> nodes, int target = 0)
    {
        var (first, order) = (_features.Count, new List<int> { 0 });
        for (var i = 0; i < order.Count; i++)
        {
            var node = nodes[order[i]];
            _features.Add(node.Feature);
            _flags.Add(node.Flags);
            _covers.Add(node.Cover);
            _gains.Add((float)Math.Min(node.Gain, float.MaxValue));
            if (node.Feature < 0)
            {
                AddLeaf(node);
                continue;
            }

            _lefts.Add(first + order.Count);
            order.Add(node.Left);
            order.Add(node.Right);
            _thresholds.Add((node.Flags & NodeFlags.Category) != 0 ? AddSet(node) : node.Threshold);
        }

        _roots.Add(_features.Count);
        _targets.Add(target);
        _leaves.Add(_values.Count);
        _words.Add(_sets.Count);
    }

    /// <summary>Multiplies the leaves of a tree that was added, as DART does.</summary>
    public void Scale(int tree, double factor)
    {
        for (var leaf = _leaves[tree]; leaf < _leaves[tree + 1]; leaf++)
            _values[leaf] = RowScores.Finite(_values[leaf] * factor);
    }

    /// <summary>The first so many trees, or all.</summary>
    public TreeEnsemble Build(double[] bases, TreeLink link = TreeLink.Identity, bool averaged = false, int trees = -1)
    {
        trees = trees < 0 ? Trees : trees;
        var nodes = _roots[trees];
        return new TreeEnsemble
        {
            Outputs = outputs, LeafWidth = leafWidth, Averaged = averaged, Link = link, Bases = bases, Codes = codes,
            Roots = [.. _roots[..(trees + 1)]], Targets = [.. _targets[..trees]], Features = [.. _features[..nodes]], Flags = [.. _flags[..nodes]],
            Thresholds = [.. _thresholds[..nodes]], Lefts = [.. _lefts[..nodes]], Covers = [.. _covers[..nodes]], Gains = [.. _gains[..nodes]],
            Values = [.. _values[.._leaves[trees]]], Sets = [.. _sets[.._words[trees]]],
        };
    }

    private void AddLeaf(TreeNode node)
    {
        _lefts.Add(_values.Count / leafWidth);
        _thresholds.Add(0);
        for (var output = 0; output < leafWidth; output++)
            _values.Add(RowScores.Finite(node.Values is { } values ? values[output] : node.Value));
    }

    private int AddSet(TreeNode node)
    {
        var place = _sets.Count;
        for (var word = 0; word < TreeEnsemble.SetWords(codes[node.Feature]!); word++)
            _sets.Add(word < node.Set!.Length ? node.Set[word] : 0);
        return place;
    }
}
