using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>The binary format <c>trees/1</c>: schema, output, start score, category codes, roots, nodes by column, importances.</summary>
internal static class TreesFormat
{
    /// <summary>Writes a model.</summary>
    public static void Write(ModelWriter writer, BoostedTreesModel model, double start, TreeEnsemble trees, double[] gains, int[] counts)
    {
        writer.Schema(model.Schema);
        writer.Int32((int)model.Output);
        writer.Double(start);
        foreach (var codes in trees.Codes)
        {
            writer.Bool(codes is not null);
            codes?.Write(writer);
        }

        writer.Array<int>(trees.Roots);
        writer.Array<double>(Array.ConvertAll(trees.Nodes, n => n.Threshold));
        writer.Array<int>(Array.ConvertAll(trees.Nodes, n => n.Feature));
        writer.Array<int>(Array.ConvertAll(trees.Nodes, n => n.Left));
        writer.Array<double>(trees.Values);
        writer.Array<int>(trees.Covers);
        writer.Array<ulong>(trees.Sets);
        writer.Array<double>(gains);
        writer.Array<int>(counts);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The trees are not sound: walking them could leave them or never end.</exception>
    public static BoostedTreesModel Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var (output, start) = ((ModelOutput)reader.Int32(), reader.Double());
        var codes = new CategoryCodes?[schema.Count];
        for (var feature = 0; feature < codes.Length; feature++)
            codes[feature] = reader.Bool() ? CategoryCodes.Read(reader) : null;
        var roots = reader.Array<int>();
        var (thresholds, features, lefts) = (reader.Array<double>(), reader.Array<int>(), reader.Array<int>());
        var (values, covers, sets) = (reader.Array<double>(), reader.Array<int>(), reader.Array<ulong>());
        var (gains, counts) = (reader.Array<double>(), reader.Array<int>());
        var n = thresholds.Length;
        Sound(features.Length == n && lefts.Length == n && values.Length == n && covers.Length == n, "as many of each column as there are nodes");
        Sound(gains.Length == schema.Count && counts.Length == schema.Count, "one importance per feature");
        Sound(roots.Length > 0 && roots[0] == 0 && roots[^1] == n, "trees that cover all nodes");
        Sound(codes.All(c => c is null || c.Count <= 254), "at most 254 codes per feature");
        for (var tree = 0; tree + 1 < roots.Length; tree++)
        {
            Sound(roots[tree + 1] > roots[tree] && roots[tree + 1] <= n, "trees in order");
            for (var node = roots[tree]; node < roots[tree + 1]; node++)
                CheckNode(node, roots[tree + 1]);
        }

        return new BoostedTreesModel(schema, output, start, new TreeEnsemble(Nodes(), values, covers, roots, sets, codes), gains, counts);

        void CheckNode(int node, int end)
        {
            var place = features[node] & TreeNode.Place;
            var category = (features[node] & TreeNode.Category) != 0;
            Sound(place < schema.Count && covers[node] > 0, "features of the schema and rows in every node");
            if (lefts[node] == node)
                Sound(!category && features[node] == 0 && double.IsPositiveInfinity(thresholds[node]), "closed leaves");
            else
                Sound(lefts[node] > node && lefts[node] + 1 < end, "children after their parent");
            if (category)
                Sound(codes[place] is not null && thresholds[node] >= 0 && thresholds[node] <= sets.Length - 4, "sets for categorical splits");
        }

        TreeNode[] Nodes()
        {
            var nodes = new TreeNode[n];
            for (var i = 0; i < n; i++)
                nodes[i] = new TreeNode(thresholds[i], features[i], lefts[i]);
            return nodes;
        }
    }

    private static void Sound(bool holds, string must)
    {
        if (!holds)
            throw new ModelFormatException($"A file of trees must have {must}, but does not. The model was not written by Bellwether; train it again.");
    }
}
