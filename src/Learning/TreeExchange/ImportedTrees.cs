using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Collects the trees of a foreign file, checks that they are trees, and makes a model of them.</summary>
/// <param name="features">The features of the file.</param>
/// <param name="bytes">The size of the file, which bounds the sets of categorical splits.</param>
internal sealed class ImportedTrees(ImportedFeatures features, long bytes)
{
    private const int SetBytesPerByte = 64, SetBytesFree = 1 << 20;
    private readonly List<(ImportedNode[] Nodes, int Target)> _trees = [];

    /// <summary>Adds a tree whose first node is the root. Nodes that the root does not reach are left out.</summary>
    /// <exception cref="ModelFormatException">A node is reached twice, a child is not there, a number is not finite, or a path is too long.</exception>
    public void Add(ImportedNode[] nodes, int target, string place)
    {
        if (nodes.Length == 0)
            throw new ModelFormatException($"{place} must have a node, but has none.");
        var (seen, level, below) = (new bool[nodes.Length], new List<int> { 0 }, new List<int>());
        seen[0] = true;
        for (var depth = 0; level.Count > 0; depth++)
        {
            if (depth > TreeEnsemble.MostDepth)
                throw new ModelFormatException($"{place} must have at most {TreeEnsemble.MostDepth} splits on a path, but has more.");
            foreach (var at in level)
            {
                CheckNumbers(nodes[at], at, place);
                if (nodes[at].Feature < 0)
                    continue;
                foreach (var child in (ReadOnlySpan<int>)[nodes[at].Left, nodes[at].Right])
                {
                    if (child < 0 || child >= nodes.Length || seen[child])
                        throw new ModelFormatException($"{place}, node {at}, must have children of its own among the {nodes.Length} nodes, but has {child}. The links do not make a tree.");
                    seen[child] = true;
                    below.Add(child);
                }
            }

            (level, below) = (below, level);
            below.Clear();
        }

        _trees.Add((nodes, target));
    }

    /// <summary>Makes the model.</summary>
    /// <param name="output">What its score means; a class for more than one output.</param>
    /// <param name="link">What makes scores of sums.</param>
    /// <param name="bases">Where the sums (k) start.</param>
    /// <param name="averaged">Whether sums are divided by the number of trees.</param>
    /// <param name="leafWidth">1, or k for leaves that add to every output.</param>
    public IModel Build(ModelOutput output, TreeLink link, double[] bases, bool averaged = false, int leafWidth = 1)
    {
        var (schema, places, codes) = features.Resolve();
        CheckSets(places, codes);
        var builder = new TreeEnsembleBuilder(codes, bases.Length, leafWidth);
        foreach (var (nodes, target) in _trees)
            builder.Add(Array.ConvertAll(nodes, node => Node(node, places, codes)), target);
        if (!Array.TrueForAll(bases, double.IsFinite))
            throw new ModelFormatException("The start of the scores (base score or bias) must be finite, but is not.");
        var trees = builder.Build(bases, link, averaged);
        TreesFormat.Check(trees, schema.Count);
        return bases.Length > 1 ? new TreesClassifier(schema, trees) : new TreesModel(schema, output, trees);
    }

    private void CheckNumbers(ImportedNode node, int at, string place)
    {
        if (node.Feature >= features.Count)
            throw new ModelFormatException($"{place}, node {at}, must ask for one of {features.Count} features, but asks for number {node.Feature}.");
        if (node.Feature >= 0 && double.IsNaN(node.Threshold))
            throw new ModelFormatException($"{place}, node {at}, must have a threshold, but has NaN.");
        if (node.Feature < 0 && !(node.Values is { } values ? Array.TrueForAll(values, double.IsFinite) : double.IsFinite(node.Value)))
            throw new ModelFormatException($"{place}, node {at}, must be a leaf of finite value, but is not finite.");
        features.Use(node, $"{place}, node {at},");
    }

    /// <summary>A set takes a bit for every code that any split of its feature lists, so that a small file could ask for large sets.</summary>
    private void CheckSets(int[] places, CategoryCodes?[] codes)
    {
        var (widest, sets) = (0L, 0L);
        foreach (var (nodes, _) in _trees)
            foreach (var node in nodes)
                if (node is { Feature: >= 0, Categories: not null } && codes[places[node.Feature]] is { } known)
                    (widest, sets) = (Math.Max(widest, TreeEnsemble.SetWords(known)), sets + 1);
        if (widest * sets * sizeof(ulong) > (SetBytesPerByte * bytes) + SetBytesFree)
            throw new ModelFormatException($"The {sets} categorical splits must list their categories in a file of {bytes} bytes, but would need {widest * sets * sizeof(ulong)} bytes of sets. The file is damaged.");
    }

    private static TreeNode Node(ImportedNode node, int[] places, CategoryCodes?[] codes)
    {
        var made = new TreeNode
        {
            Cover = double.IsFinite(node.Cover) && node.Cover > 1e-16 ? node.Cover : 1e-16,
            Gain = double.IsFinite(node.Gain) ? Math.Max(0, node.Gain) : 0,
            Value = node.Value,
            Values = node.Values,
        };
        if (node.Feature < 0 || node.Feature >= places.Length)
            return made;
        made = made with { Feature = places[node.Feature], Left = node.Left, Right = node.Right };
        return node.Categories is null
            ? made with
            {
                Threshold = node.Threshold,
                Flags = (node.MissingLeft ? NodeFlags.None : NodeFlags.MissingRight) | (node.ZeroMissing ? NodeFlags.ZeroMissing : NodeFlags.None),
            }
            : made with { Flags = NodeFlags.Category, Set = codes[places[node.Feature]] is { } known ? Set(node, known) : null };
    }

    private static ulong[] Set(ImportedNode node, CategoryCodes codes)
    {
        var set = new ulong[TreeEnsemble.SetWords(codes)];
        for (var bin = 0; bin <= codes.Count; bin++)
            if (!node.ListedLeft)
                Flip(bin);
        foreach (var code in node.Categories!)
            Flip(codes.IndexOf(code) + 1);
        if (node.MissingLeft)
            Flip(codes.Count + 1);
        return set;

        void Flip(int bin) => set[bin >> 6] ^= 1UL << (bin & 63);
    }
}
