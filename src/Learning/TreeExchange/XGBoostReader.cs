using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>One reading of a model of XGBoost.</summary>
internal sealed class XGBoostReader
{
    private const int MostCategory = (1 << 24) - 1;
    private readonly FileNode _learner, _model;
    private readonly FileNode? _weights;
    private readonly FeatureSchema? _schema;
    private readonly long _bytes;

    /// <summary>Finds the booster.</summary>
    /// <exception cref="ModelFormatException">There is none, or one that is not of trees.</exception>
    public XGBoostReader(FileNode file, FeatureSchema? schema, long bytes)
    {
        (_schema, _bytes, _learner) = (schema, bytes, file.Member("learner"));
        var booster = _learner.Member("gradient_booster");
        var name = booster.Member("name").Text();
        (_model, _weights) = name switch
        {
            "gbtree" => (booster.Member("model"), (FileNode?)null),
            "dart" => (booster.Member("gbtree").Member("model"), booster.Member("weight_drop")),
            _ => throw new ModelFormatException($"{booster.Path}.name must be gbtree or dart, but is '{name}'. A linear booster has no trees: train a linear model here instead."),
        };
    }

    /// <summary>Reads the trees.</summary>
    public IModel Read()
    {
        var parameters = _learner.Member("learner_model_param");
        var trees = _model.Member("trees");
        var (objective, outputs) = Objective(parameters, trees.Count);
        var features = Features(parameters);
        var (imported, targets) = (new ImportedTrees(features, _bytes), _model.Member("tree_info").Numbers(trees.Count));
        if (_model.Find("gbtree_model_param")?.Find("num_trees") is { } told && told.Number() != trees.Count)
            throw new ModelFormatException($"{told.Path} must be the number of trees, {trees.Count}, but is {FileNumber.Text(told.Number())}.");
        var weights = _weights?.Numbers(trees.Count);
        for (var tree = 0; tree < trees.Count; tree++)
        {
            if (!(targets[tree] >= 0 && targets[tree] < outputs && targets[tree] == Math.Floor(targets[tree])))
                throw new ModelFormatException($"{_model.Path}.tree_info[{tree}] must be a whole number below {outputs}, the number of outputs, but is {FileNumber.Text(targets[tree])}.");
            imported.Add(new XGBoostTreeReader(trees[tree], features.Count, MostCategory).Nodes((float)(weights?[tree] ?? 1)), (int)targets[tree], trees[tree].Path);
        }

        return imported.Build(objective.Output, objective.Link, Bases(parameters, objective, outputs));
    }

    private (XGBoostObjective Objective, int Outputs) Objective(FileNode parameters, int trees)
    {
        var name = _learner.Member("objective").Member("name");
        var objective = XGBoostObjective.Named(name.Text())
            ?? throw new ModelFormatException($"{name.Path} must be an objective that is known here, but is '{name.Text()}'. Its scores cannot be told from the sums of the trees.");
        if (parameters.Find("num_target") is { } targets && targets.Whole(0, int.MaxValue) > 1)
            throw new ModelFormatException($"{targets.Path} must be 1, but is {targets.Whole(0, int.MaxValue)}. Train a model for each target.");

        // a class without a tree says nothing, so classes beyond the trees are a claim that costs memory only
        var classes = parameters.Member("num_class").Whole(0, Math.Max(1024, trees));
        if (objective.Link == TreeLink.Softmax != classes > 1)
            throw new ModelFormatException($"{parameters.Path}.num_class must be above 1 for multi:softprob and multi:softmax and only there, but is {classes} for '{name.Text()}'.");
        return (objective, Math.Max(1, classes));
    }

    private ImportedFeatures Features(FileNode parameters)
    {
        var count = parameters.Member("num_feature").Whole(0, int.MaxValue);
        var names = _learner.Find("feature_names") is { Count: > 0 } told ? told.Texts() : null;
        var features = new ImportedFeatures(count, names, _schema, _bytes, $"{parameters.Path}.num_feature");
        if (_learner.Find("feature_types") is { Count: > 0 } types)
        {
            var kinds = types.Texts();
            if (kinds.Length != count)
                throw new ModelFormatException($"{types.Path} must have {count} types, one per feature, but has {kinds.Length}.");
            for (var feature = 0; feature < count; feature++)
                features.Tell(feature, kinds[feature] is "c" or "categorical" ? FeatureKind.Categorical : FeatureKind.Numeric);
        }

        return features;
    }

    /// <summary>base_score is a number, since 3.1 one per output in brackets: <c>[5E-1]</c>.</summary>
    private static double[] Bases(FileNode parameters, XGBoostObjective objective, int outputs)
    {
        var told = parameters.Member("base_score");
        var text = told.IsText ? told.Text().Trim() : null;
        double[] scores = told.IsArray ? told.Numbers() : text is null || !text.StartsWith('[') ? [told.Number()] : List(text, told.Path);
        if (scores.Length != 1 && scores.Length != outputs)
            throw new ModelFormatException($"{told.Path} must have 1 number or {outputs}, one per output, but has {scores.Length}.");
        var bases = new double[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var score = (float)scores[scores.Length == 1 ? 0 : output];
            bases[output] = objective.StartOf(score);
            if (!double.IsFinite(bases[output]))
                throw new ModelFormatException($"{told.Path} must be finite, in (0, 1) for a logistic objective and above 0 for one of rates, but is {FileNumber.Text(score)}.");
        }

        return bases;
    }

    private static double[] List(string text, string path)
    {
        var parts = text.Trim('[', ']').Split(',');
        return Array.ConvertAll(parts, part => FileNumber.TryParse(part.Trim(), out var number)
            ? number
            : throw new ModelFormatException($"{path} must be a number or a list of numbers, but has '{part}'."));
    }
}
