using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Reads one tree of XGBoost, which is columns over its nodes.</summary>
/// <param name="tree">The tree.</param>
/// <param name="features">How many features there are.</param>
/// <param name="mostCategory">The largest category code.</param>
internal sealed class XGBoostTreeReader(FileNode tree, int features, int mostCategory)
{
    /// <summary>The nodes, leaves multiplied by the weight of the tree (DART).</summary>
    public ImportedNode[] Nodes(float weight)
    {
        var lefts = tree.Member("left_children").Numbers();
        var count = lefts.Length;
        if (tree.Find("tree_param") is { } told)
            CheckShape(told, count);
        var (rights, indices) = (tree.Member("right_children").Numbers(count), tree.Member("split_indices").Numbers(count));
        var (conditions, defaults) = (tree.Member("split_conditions").Numbers(count), tree.Member("default_left").Numbers(count));
        var (gains, covers) = (tree.Find("loss_changes")?.Numbers(count), tree.Find("sum_hessian")?.Numbers(count));
        var categories = Categories(count);
        var nodes = new ImportedNode[count];
        for (var node = 0; node < count; node++)
        {
            if (lefts[node] == -1)
            {
                nodes[node] = new ImportedNode { Value = weight * (float)conditions[node], Cover = (float)(covers?[node] ?? 1) };
                continue;
            }

            if (float.IsNaN((float)conditions[node]) && categories[node] is null)
                throw new ModelFormatException($"{tree.Path}.split_conditions[{node}] must be a threshold, but is NaN.");
            nodes[node] = new ImportedNode
            {
                Feature = Whole(indices, "split_indices", node, features), Left = Whole(lefts, "left_children", node, count), Right = Whole(rights, "right_children", node, count),
                Threshold = categories[node] is null ? SinglePrecision.Below((float)conditions[node]) : 0,
                MissingLeft = defaults[node] != 0, Categories = categories[node], Cover = (float)(covers?[node] ?? 1), Gain = gains?[node] ?? 0,
            };
        }

        return nodes;
    }

    private static void CheckShape(FileNode told, int count)
    {
        if (told.Find("num_nodes") is { } nodes && nodes.Number() != count)
            throw new ModelFormatException($"{nodes.Path} must be the length of left_children, {count}, but is {FileNumber.Text(nodes.Number())}.");
        if (told.Find("size_leaf_vector") is { } width && width.Number() > 1)
            throw new ModelFormatException($"{width.Path} must be at most 1, but is {FileNumber.Text(width.Number())}. Train with multi_strategy=one_output_per_tree.");
    }

    /// <summary>The categories that each categorical node lists, which go right; null for other nodes.</summary>
    private int[]?[] Categories(int count)
    {
        var lists = new int[]?[count];
        var types = tree.Find("split_type")?.Numbers(count);
        if (types is null || Array.TrueForAll(types, t => t == 0))
            return lists;
        var places = tree.Member("categories_nodes").Numbers();
        var (starts, sizes) = (tree.Member("categories_segments").Numbers(places.Length), tree.Member("categories_sizes").Numbers(places.Length));
        var codes = tree.Member("categories").Numbers();
        var before = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var (node, size) = (Whole(places, "categories_nodes", i, count), Whole(sizes, "categories_sizes", i, codes.Length + 1));
            if (starts[i] != before || size > codes.Length - before || lists[node] is not null)
                throw new ModelFormatException($"{tree.Path}.categories_segments[{i}] must begin where the one before ends, at {before}, and end within {codes.Length} categories, for another node each, but does not.");
            var listed = new int[size];
            for (var code = 0; code < size; code++)
                listed[code] = Whole(codes, "categories", before + code, mostCategory + 1);
            Array.Sort(listed);
            if (Repeats(listed))
                throw new ModelFormatException($"{tree.Path}.categories must list a category once per node, but repeats one for node {node}.");
            before += size;
            lists[node] = types[node] == 0 ? null : listed;
        }

        for (var node = 0; node < count; node++)
            if (types[node] != 0 && lists[node] is null)
                throw new ModelFormatException($"{tree.Path}.categories_nodes must name node {node}, whose split is categorical, but does not.");
        return lists;
    }

    private static bool Repeats(int[] sorted)
    {
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i] == sorted[i - 1])
                return true;
        return false;
    }

    private int Whole(double[] column, string name, int at, int below) => column[at] >= 0 && column[at] < below && column[at] == Math.Floor(column[at])
        ? (int)column[at]
        : throw new ModelFormatException($"{tree.Path}.{name}[{at}] must be a whole number from 0 to {below - 1}, but is {FileNumber.Text(column[at])}.");
}
