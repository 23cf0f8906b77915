using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Trees;

/// <summary>Reads the binary format <c>trees/1</c>, which earlier versions wrote: one output, leaves marked by being their own child, sets of
/// 256 bins, and the gain of each feature but not of each split.</summary>
internal static class TreesFormat1
{
    /// <summary>The name of the format.</summary>
    public const string FormatName = "trees/1";

    private const int MissingRight = unchecked((int)0x80000000), Category = 0x40000000, Place = 0x3FFFFFFF;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelFormatException">The trees are not sound.</exception>
    public static TreesModel Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var (output, start) = ((ModelOutput)reader.Int32(), reader.Double());
        var codes = TreesFormat.ReadCodes(reader, schema);
        var roots = reader.Array<int>();
        var (thresholds, features, lefts) = (reader.Array<double>(), reader.Array<int>(), reader.Array<int>());
        var (values, covers, sets) = (reader.Array<double>(), reader.Array<int>(), reader.Array<ulong>());
        var (gains, counts) = (reader.Array<double>(), reader.Array<int>());
        var n = thresholds.Length;
        TreesFormat.Sound(features.Length == n && lefts.Length == n && values.Length == n && covers.Length == n, "as many of each column as there are nodes");
        TreesFormat.Sound(gains.Length == schema.Count && counts.Length == schema.Count, "one importance per feature");
        TreesFormat.Sound(codes.All(c => c is null || c.Count <= 254) && double.IsFinite(start), "at most 254 codes per feature and a finite start");
        TreesFormat.Sound(output is ModelOutput.Probability or ModelOutput.Value, "an output that is a probability or a value");
        var (places, flags, nodeGains, leaves) = (new int[n], new NodeFlags[n], new float[n], 0);
        var newValues = new List<double>();
        for (var node = 0; node < n; node++)
        {
            if (lefts[node] == node)
            {
                (places[node], thresholds[node], lefts[node]) = (-1, 0, leaves++);
                newValues.Add(values[node]);
                continue;
            }

            places[node] = features[node] & Place;
            flags[node] = ((features[node] & MissingRight) != 0 ? NodeFlags.MissingRight : 0) | ((features[node] & Category) != 0 ? NodeFlags.Category : 0);
            TreesFormat.Sound(places[node] < schema.Count, "features of the schema");

            // the sum is all that was stored; shared out evenly it gives the same importances
            nodeGains[node] = counts[places[node]] > 0 ? (float)(gains[places[node]] / counts[places[node]]) : 0;
        }

        var trees = new TreeEnsemble
        {
            Outputs = 1, LeafWidth = 1, Averaged = false, Link = output == ModelOutput.Probability ? TreeLink.Logistic : TreeLink.Identity, Bases = [start],
            Codes = codes, Roots = roots, Targets = new int[Math.Max(0, roots.Length - 1)], Features = places, Flags = flags, Thresholds = thresholds, Lefts = lefts,
            Covers = Array.ConvertAll(covers, c => (double)c), Gains = nodeGains, Values = [.. newValues], Sets = sets,
        };
        TreesFormat.Check(trees, schema.Count);
        return new TreesModel(schema, output, trees);
    }
}
