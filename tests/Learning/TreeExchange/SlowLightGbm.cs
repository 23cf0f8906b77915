using System.Globalization;
using System.Text;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>LightGBM's prediction written out slowly from its documentation and the comments of its tree: no part of it is shared with the reader.</summary>
internal sealed class SlowLightGbm
{
    private readonly Dictionary<string, string> _head;
    private readonly List<Dictionary<string, string>> _trees = [];

    public SlowLightGbm(string text)
    {
        var parts = text[..text.IndexOf("end of trees", StringComparison.Ordinal)].Split("Tree=");
        _head = Lines(parts[0]);
        _trees.AddRange(parts.Skip(1).Select(Lines));
    }

    public double[] Predict(double[] row)
    {
        var k = int.Parse(_head["num_tree_per_iteration"], CultureInfo.InvariantCulture);
        var sums = new double[k];
        for (var tree = 0; tree < _trees.Count; tree++)
            sums[tree % k] += Leaf(_trees[tree], row);
        if (_head.ContainsKey("average_output"))
            sums = [.. sums.Select(s => s / (_trees.Count / k))];
        var objective = _head["objective"];
        var sigmoid = objective.Split(' ').Where(w => w.StartsWith("sigmoid:", StringComparison.Ordinal)).Select(w => double.Parse(w[8..], CultureInfo.InvariantCulture)).FirstOrDefault(1);
        double[] scores = objective.Split(' ')[0] switch
        {
            "binary" or "cross_entropy" or "multiclassova" => [.. sums.Select(s => 1 / (1 + Math.Exp(-sigmoid * s)))],
            "poisson" or "gamma" or "tweedie" => [.. sums.Select(Math.Exp)],
            "multiclass" => [.. sums.Select(s => Math.Exp(s - sums.Max()))],
            _ => sums,
        };
        return k > 1 ? [.. scores.Select(s => s / scores.Sum())] : scores;
    }

    /// <summary>A tree grown by splitting leaves at random, as text.</summary>
    public static string RandomTree(Dice random, int number)
    {
        var (leaves, features, thresholds, decisions, lefts, rights) = (1, new List<int>(), new List<string>(), new List<int>(), new List<int>(), new List<int>());
        var (boundaries, words) = (new List<int> { 0 }, new List<uint>());
        for (var wanted = random.Next(1, 12); leaves < wanted; leaves++)
        {
            // leaf number l becomes a split; it stays the left child, the new leaf is the right one
            var (leaf, split, feature) = (random.Next(leaves), features.Count, random.Next(4));
            foreach (var children in (List<int>[])[lefts, rights])
                if (children.IndexOf(~leaf) is >= 0 and var at)
                    children[at] = split;
            features.Add(feature);
            lefts.Add(~leaf);
            rights.Add(~leaves);
            if (feature == 3)
            {
                decisions.Add(1 | (random.Next(2) << 3));
                thresholds.Add(((decimal)boundaries.Count - 1).ToString(CultureInfo.InvariantCulture));
                for (var word = random.Next(1, 5); word > 0; word--)
                    words.Add(random.NextWord());
                boundaries.Add(words.Count);
                continue;
            }

            decisions.Add((random.Next(3) << 2) | (random.Next(2) << 1));
            thresholds.Add((random.Next(4) == 0 ? 0 : random.Next(5) == 0 ? 1e-35 : random.NextDouble() * 4 - 2).ToString("R", CultureInfo.InvariantCulture));
        }

        var text = new StringBuilder($"Tree={number}\nnum_leaves={leaves}\nnum_cat={boundaries.Count - 1}\n");
        text.Append($"split_feature={string.Join(' ', features)}\nthreshold={string.Join(' ', thresholds)}\ndecision_type={string.Join(' ', decisions)}\n");
        text.Append($"left_child={string.Join(' ', lefts)}\nright_child={string.Join(' ', rights)}\n");
        text.Append($"leaf_value={string.Join(' ', Enumerable.Range(0, leaves).Select(_ => (random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture)))}\n");
        if (boundaries.Count > 1)
            text.Append($"cat_boundaries={string.Join(' ', boundaries)}\ncat_threshold={string.Join(' ', words)}\n");
        return text.Append("is_linear=0\nshrinkage=0.1\n\n\n").ToString();
    }

    private static double Leaf(Dictionary<string, string> tree, double[] row)
    {
        string[] Column(string name) => tree[name].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        double Number(string name, int at) => double.Parse(Column(name)[at], CultureInfo.InvariantCulture);
        if (tree["num_leaves"] == "1")
            return Number("leaf_value", 0);
        var node = 0;
        while (node >= 0)
        {
            var (value, decision, threshold) = (row[(int)Number("split_feature", node)], (int)Number("decision_type", node), Number("threshold", node));
            node = (int)Number(GoesLeft(value, decision, threshold) ? "left_child" : "right_child", node);
        }

        return Number("leaf_value", ~node);

        bool GoesLeft(double value, int decision, double threshold)
        {
            if ((decision & 1) != 0)
            {
                if (double.IsNaN(value) || value <= -1)
                    return false;
                var (from, to, code) = ((int)Number("cat_boundaries", (int)threshold), (int)Number("cat_boundaries", (int)threshold + 1), (int)value);
                return code / 32 < to - from && (((uint)Number("cat_threshold", from + (code / 32)) >> (code % 32)) & 1) == 1;
            }

            var (defaultLeft, missing) = ((decision & 2) != 0, decision >> 2);
            if (double.IsNaN(value) && missing != 2)
                value = 0;
            if ((missing == 1 && value >= -1e-35f && value <= 1e-35f) || (missing == 2 && double.IsNaN(value)))
                return defaultLeft;
            return value <= threshold;
        }
    }

    private static Dictionary<string, string> Lines(string text) =>
        text.Split('\n').Where(l => l.Contains('=') || l == "average_output").Select(l => l.Split('=', 2)).ToDictionary(l => l[0], l => l.Length > 1 ? l[1] : "");
}
