using Bellwether.Data.Formats;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Reads one tree of LightGBM: columns over its splits and columns over its leaves. A child below zero is a leaf, ~child its number.</summary>
/// <param name="section">The lines of the tree.</param>
/// <param name="place">Where the tree stands.</param>
/// <param name="features">How many features there are.</param>
internal sealed class LightGbmTreeReader(Dictionary<string, LightGbmLine> section, string place, int features)
{
    private const int Categorical = 1, DefaultLeft = 2, MissingShift = 2, MissingZero = 1, MissingNaN = 2;

    /// <summary>The nodes, splits first, with leaves multiplied by a scale.</summary>
    public ImportedNode[] Nodes(double scale)
    {
        if (section.TryGetValue("is_linear", out var linear) && linear.Text().Trim() != "0")
            throw new ModelFormatException($"Line {linear.Number} must be is_linear=0: leaves with linear models cannot be said here. Train with linear_tree=false.");
        var values = Line("leaf_value");
        var leaves = Line("num_leaves").Wholes(1, 1, int.MaxValue)[0];
        var (leafValues, leafWeights) = (values.Numbers(leaves), Optional("leaf_weight", leaves) ?? Optional("leaf_count", leaves));
        var splits = leaves - 1;
        var nodes = new ImportedNode[splits + leaves];
        for (var leaf = 0; leaf < leaves; leaf++)
            nodes[splits + leaf] = new ImportedNode { Value = leafValues[leaf] * scale, Cover = leafWeights?[leaf] ?? 1 };
        if (splits == 0)
            return nodes;
        var asked = Line("split_feature").Wholes(splits, 0, features - 1);
        var (thresholds, decisions) = (Line("threshold").Numbers(splits), Line("decision_type").Wholes(splits, 0, 15));
        var (lefts, rights) = (Line("left_child").Wholes(splits, -leaves, splits - 1), Line("right_child").Wholes(splits, -leaves, splits - 1));
        var gains = Optional("split_gain", splits);
        var weights = leafWeights is null ? null : Optional(section.ContainsKey("leaf_weight") ? "internal_weight" : "internal_count", splits);
        var sets = decisions.Any(d => (d & Categorical) != 0) ? Sets() : [];
        for (var split = 0; split < splits; split++)
        {
            var node = new ImportedNode
            {
                Feature = asked[split], Left = Place(lefts[split]), Right = Place(rights[split]), Gain = gains?[split] ?? 0, Cover = weights?[split] ?? 1,
            };
            nodes[split] = (decisions[split] & Categorical) != 0 ? node with { Categories = Set(split), ListedLeft = true } : Quantity(node, thresholds[split], decisions[split]);
        }

        return nodes;

        int Place(int child) => child < 0 ? splits + ~child : child;

        int[] Set(int split) => thresholds[split] >= 0 && thresholds[split] < sets.Length && thresholds[split] == Math.Floor(thresholds[split])
            ? sets[(int)thresholds[split]]
            : throw new ModelFormatException($"Line {Line("threshold").Number} must name one of {sets.Length} category sets for split {split}, but has {FileNumber.Text(thresholds[split])}.");
    }

    /// <summary>Where NaN has no side of its own it counts as zero, which zero_as_missing sends to the default side again.</summary>
    private static ImportedNode Quantity(ImportedNode node, double threshold, int decision) => node with
    {
        Threshold = threshold,
        ZeroMissing = decision >> MissingShift == MissingZero,
        MissingLeft = decision >> MissingShift is MissingZero or MissingNaN ? (decision & DefaultLeft) != 0 : 0 <= threshold,
    };

    /// <summary>The codes of each category set: bits in 32-bit words, set i from word cat_boundaries[i] to cat_boundaries[i + 1].</summary>
    private int[][] Sets()
    {
        var count = Line("num_cat").Wholes(1, 1, int.MaxValue - 1)[0];
        var boundaries = Line("cat_boundaries").Wholes(count + 1, 0, int.MaxValue);
        var words = Line("cat_threshold").Numbers(boundaries[^1]);
        var sets = new int[count][];
        for (var set = 0; set < count; set++)
        {
            if (boundaries[0] != 0 || boundaries[set + 1] < boundaries[set] || boundaries[set + 1] > words.Length || boundaries[set + 1] - boundaries[set] > int.MaxValue / 32)
                throw new ModelFormatException($"Line {Line("cat_boundaries").Number} must rise from 0 to {words.Length}, but does not at set {set}.");
            var codes = new List<int>();
            for (var word = boundaries[set]; word < boundaries[set + 1]; word++)
            {
                if (!(words[word] >= 0 && words[word] <= uint.MaxValue && words[word] == Math.Floor(words[word])))
                    throw new ModelFormatException($"Line {Line("cat_threshold").Number} must have whole numbers of 32 bits, but has {FileNumber.Text(words[word])}.");
                for (var bit = 0; bit < 32; bit++)
                    if ((((uint)words[word] >> bit) & 1) != 0)
                        codes.Add(((word - boundaries[set]) * 32) + bit);
            }

            sets[set] = [.. codes];
        }

        return sets;
    }

    private LightGbmLine Line(string key) => LightGbmReader.Line(section, key, place);

    private double[]? Optional(string key, int count) => section.TryGetValue(key, out var line) ? line.Numbers(count) : null;
}
