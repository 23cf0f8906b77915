using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>One reading of a model of LightGBM.</summary>
internal sealed class LightGbmReader(LightGbmLines lines, FeatureSchema? schema, long bytes)
{
    /// <summary>Reads the trees.</summary>
    public IModel Read()
    {
        var head = lines.Next() ?? throw new ModelFormatException("Line 1 must be 'tree', but the file is empty.");
        if (!head.ContainsKey("tree") || !head.ContainsKey("version"))
            throw new ModelFormatException($"The lines up to {lines.Line} must have 'tree' and 'version=v4', but have not. The file is no text model of LightGBM.");
        var (objective, names) = (head.TryGetValue("objective", out var told) ? told.Words() : [], Line(head, "feature_names").Words());
        var count = Line(head, "max_feature_idx").Wholes(1, 0, int.MaxValue - 1)[0] + 1;
        var features = new ImportedFeatures(count, names, schema, bytes, $"Line {Line(head, "max_feature_idx").Number}: max_feature_idx + 1");
        if (head.TryGetValue("feature_infos", out var infos))
            TellKinds(features, infos);
        var perIteration = Line(head, "num_tree_per_iteration").Wholes(1, 1, (int)Math.Min(int.MaxValue, Math.Max(1024, bytes / 16)))[0];
        var (link, output, scale) = Objective(objective, perIteration, Line(head, "num_tree_per_iteration").Number);
        var averaged = head.ContainsKey("average_output");
        if (averaged && head["version"].Text().Trim() == "v2")
            (link, scale) = (TreeLink.Identity, 1); // forests of that format have what the link makes of leaves in their leaves already
        var (imported, trees, ended) = (new ImportedTrees(features, bytes), 0, false);
        while (!ended && lines.Next() is { } section)
        {
            ended = section.ContainsKey("end of trees");
            if (!section.TryGetValue("Tree", out var number))
                continue;
            if (number.Wholes(1, 0, int.MaxValue)[0] != trees)
                throw new ModelFormatException($"Line {number.Number} must begin tree {trees}, but begins tree {number.Text()}. The file is damaged.");
            imported.Add(new LightGbmTreeReader(section, $"The tree in line {number.Number}", features.Count).Nodes(scale), trees % perIteration, $"Tree {trees} (line {number.Number})");
            trees++;
        }

        if (!ended)
            throw new ModelFormatException($"Line {lines.Line + 1} must go on to 'end of trees', but the file ends. The file was cut.");
        if (trees % perIteration != 0)
            throw new ModelFormatException($"The number of trees must be a multiple of num_tree_per_iteration, {perIteration}, but is {trees}.");
        return imported.Build(output, link, new double[perIteration], averaged);
    }

    /// <summary>The line of a key.</summary>
    public static LightGbmLine Line(Dictionary<string, LightGbmLine> section, string key, string place = "The head of the file") =>
        section.TryGetValue(key, out var line) ? line : throw new ModelFormatException($"{place} must have a line '{key}=', but has not. The file is damaged or was cut.");

    /// <summary>A quantity has its range in brackets, a category its codes between colons, a feature without information "none".</summary>
    private static void TellKinds(ImportedFeatures features, LightGbmLine line)
    {
        var infos = line.Words();
        if (infos.Length != features.Count)
            throw new ModelFormatException($"Line {line.Number} must have {features.Count} entries, one per feature, but has {infos.Length}.");
        for (var feature = 0; feature < infos.Length; feature++)
            if (infos[feature] != "none")
                features.Tell(feature, infos[feature].StartsWith('[') ? FeatureKind.Numeric : FeatureKind.Categorical);
    }

    /// <summary>The link and the meaning of a score, and what leaves are multiplied by: a binary or one-versus-all probability is
    /// 1 / (1 + exp(-sigmoid · sum)).</summary>
    private static (TreeLink Link, ModelOutput Output, double Scale) Objective(string[] words, int outputs, int line)
    {
        var name = words.Length == 0 ? "" : words[0];
        if (words.Contains("sqrt"))
            throw new ModelFormatException("The objective must not be fitted to square roots (reg_sqrt), but is. Train without reg_sqrt.");
        var found = name switch
        {
            "binary" => (TreeLink.Logistic, ModelOutput.Probability, Parameter(words, "sigmoid")),
            "cross_entropy" or "xentropy" => (TreeLink.Logistic, ModelOutput.Probability, 1),
            "regression" or "regression_l2" or "regression_l1" or "huber" or "fair" or "quantile" or "mape" or "" or "custom" or "none"
                => (TreeLink.Identity, ModelOutput.Value, 1),
            "poisson" or "gamma" or "tweedie" => (TreeLink.Exponential, ModelOutput.Value, 1),
            "lambdarank" or "rank_xendcg" => (TreeLink.Identity, ModelOutput.Score, 1),
            "multiclass" => (TreeLink.Softmax, ModelOutput.Class, 1),
            "multiclassova" => (TreeLink.Logistic, ModelOutput.Class, Parameter(words, "sigmoid")),
            _ => throw new ModelFormatException($"The objective must be one that is known here, but is '{name}'. Its scores cannot be told from the sums of the trees."),
        };
        if ((found.Item2 == ModelOutput.Class) != outputs > 1)
            throw new ModelFormatException($"Line {line} must have num_tree_per_iteration above 1 for multiclass and multiclassova and only there, but has {outputs} for '{name}'.");
        return found;
    }

    private static double Parameter(string[] words, string name)
    {
        var word = words.FirstOrDefault(w => w.StartsWith(name + ":", StringComparison.Ordinal));
        return word is null ? 1
            : double.TryParse(word.AsSpan(name.Length + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value) ? value
            : throw new ModelFormatException($"The objective must have a positive number for {name}, but has '{word}'.");
    }
}
