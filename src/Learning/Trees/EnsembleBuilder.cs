using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>Compiles grown trees, one after another, into flat arrays.</summary>
internal sealed class EnsembleBuilder(FeatureSchema schema, BinnedRows rows, double unit)
{
    private readonly CategoryCodes?[] _codes = [.. rows.Features.Select(f => f.Codes)];
    private readonly List<TreeNode> _nodes = [];
    private readonly List<double> _values = [];
    private readonly List<int> _covers = [];
    private readonly List<ulong> _sets = [];
    private readonly List<int> _roots = [0];
    private readonly List<(int Feature, double Gain)[]> _splits = [];

    /// <summary>How many trees there are.</summary>
    public int Trees => _roots.Count - 1;

    /// <summary>Adds a tree.</summary>
    public void Add(GrownTree tree)
    {
        var first = _nodes.Count;
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            var node = tree.Nodes[i];
            _nodes.Add(Compile(node, first, first + i));
            _values.Add(node.Left < 0 ? RowScores.Finite(node.Value * unit) : 0);
            _covers.Add(node.Cover);
        }

        _roots.Add(_nodes.Count);
        _splits.Add([.. tree.Nodes.Where(n => n.Left >= 0).Select(n => (n.Split.Feature, n.Split.Gain))]);
    }

    /// <summary>The first so many trees as a model.</summary>
    public BoostedTreesModel Build(ModelOutput output, double start, int trees)
    {
        var end = _roots[trees];
        var (gains, counts) = (new double[schema.Count], new int[schema.Count]);
        foreach (var (feature, gain) in _splits.Take(trees).SelectMany(s => s))
        {
            gains[feature] += gain;
            counts[feature]++;
        }

        var sets = _nodes.Take(end).Where(n => (n.Feature & TreeNode.Category) != 0).Select(n => (int)n.Threshold + 4).DefaultIfEmpty(0).Max();
        var ensemble = new TreeEnsemble(
            [.. _nodes.Take(end)], [.. _values.Take(end)], [.. _covers.Take(end)], [.. _roots.Take(trees + 1)], [.. _sets.Take(sets)], _codes);
        return new BoostedTreesModel(schema, output, start, ensemble, gains, counts);
    }

    private TreeNode Compile(GrownNode node, int first, int self)
    {
        if (node.Left < 0)
            return new TreeNode(double.PositiveInfinity, 0, self);
        var split = node.Split;
        if (split.Bin >= 0)
            return new TreeNode(rows.Features[split.Feature].Upper(split.Bin), split.Feature | (split.MissingRight ? TreeNode.MissingRight : 0), first + node.Left);
        var place = _sets.Count;
        for (var word = 0; word < 4; word++)
            _sets.Add(split.Left.Word(word));
        return new TreeNode(place, split.Feature | TreeNode.Category, first + node.Left);
    }
}
