using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.TreeExchange;

/// <summary>One writing of a model for XGBoost.</summary>
internal sealed class XGBoostWriter
{
    private readonly FeatureSchema _schema;
    private readonly TreeEnsemble _trees;
    private readonly string _objective;

    /// <summary>Looks whether XGBoost can say the model.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    public XGBoostWriter(IModel model)
    {
        (_schema, _trees, _objective) = model switch
        {
            TreesModel trees => (trees.Schema, trees.Ensemble, Objective(trees)),
            TreesClassifier { Ensemble.Link: TreeLink.Softmax } classifier => (classifier.Schema, classifier.Ensemble, "multi:softprob"),
            TreesClassifier => throw new NotSupportedException("XGBoost must get classes by softmax of sums, but this model averages class shares or takes classes one by one. Train boosted trees with softmax loss to export."),
            _ => throw new NotSupportedException($"XGBoost must get trees, but the model has the format '{model.Format}'. Export a model of boosted trees."),
        };
        foreach (var feature in _schema.Features)
            if (feature.Name.AsSpan().ContainsAny('[', ']', '<'))
                throw new NotSupportedException($"A feature name must be free of [ ] and < for XGBoost, but '{feature.Name}' is not. Rename the feature and train again.");
        if (Array.Exists(_trees.Flags, f => (f & NodeFlags.ZeroMissing) != 0))
            throw new NotSupportedException("Zero must be a number for XGBoost, but splits of this model take it for missing (zero_as_missing of LightGBM).");
    }

    /// <summary>Writes the JSON.</summary>
    public void Write(Stream file)
    {
        var trees = Written();
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("learner");
        json.WriteStartObject("attributes");
        json.WriteEndObject();
        WriteTexts(json, "feature_names", f => f.Name);
        WriteTexts(json, "feature_types", f => f.Kind == FeatureKind.Categorical ? "c" : "float");
        json.WriteStartObject("gradient_booster");
        json.WriteStartObject("model");
        WriteParameters(json, "gbtree_model_param", ("num_parallel_tree", "1"), ("num_trees", Text(trees.Count)), ("size_leaf_vector", "0"));
        json.WriteStartArray("tree_info");
        foreach (var (_, output, _) in trees)
            json.WriteNumberValue(output);
        json.WriteEndArray();
        json.WriteStartArray("trees");
        for (var tree = 0; tree < trees.Count; tree++)
            new XGBoostTreeWriter(_trees, trees[tree].Tree, trees[tree].Output, trees[tree].Start).Write(json, tree, _schema.Count);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("name", "gbtree");
        json.WriteEndObject();
        WriteLearner(json);
        json.WriteEndObject();
        json.WriteStartArray("version");
        foreach (var part in (ReadOnlySpan<int>)[1, 7, 4])
            json.WriteNumberValue(part);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Objective(TreesModel model) => (model.Ensemble.Link, model.Output) switch
    {
        (TreeLink.Logistic, ModelOutput.Probability) => "binary:logistic",
        (TreeLink.Logistic, _) => "reg:logistic",
        (TreeLink.Exponential, _) => "count:poisson",
        (_, ModelOutput.Score) => "rank:pairwise",
        _ => "reg:squarederror",
    };

    /// <summary>The trees as XGBoost has them, each for one output, with what the first of an output adds to its leaves: sums start there,
    /// because base_score is stored on the scale of predictions, where a start far from the middle loses digits. Tree -1 is a lone leaf.</summary>
    private List<(int Tree, int Output, double Start)> Written()
    {
        var written = new List<(int Tree, int Output, double Start)>();
        var started = new bool[_trees.Outputs];
        for (var tree = 0; tree < _trees.Trees; tree++)
            if (_trees.LeafWidth == 1)
                Add(tree, _trees.Targets[tree]);
            else
                for (var output = 0; output < _trees.Outputs; output++)
                    Add(tree, output);
        for (var output = 0; output < started.Length; output++)
            if (!started[output])
                Add(-1, output);
        return written;

        void Add(int tree, int output)
        {
            written.Add((tree, output, started[output] ? 0 : _trees.Bases[output]));
            started[output] = true;
        }
    }

    private void WriteLearner(Utf8JsonWriter json)
    {
        var neutral = _objective switch { "binary:logistic" or "reg:logistic" or "multi:softprob" => "5E-1", "count:poisson" => "1E0", _ => "0E0" };
        WriteParameters(json, "learner_model_param", ("base_score", neutral), ("boost_from_average", "1"), ("num_class", Text(_trees.Outputs > 1 ? _trees.Outputs : 0)),
            ("num_feature", Text(_schema.Count)), ("num_target", "1"));
        json.WriteStartObject("objective");
        json.WriteString("name", _objective);
        switch (_objective)
        {
            case "multi:softprob":
                WriteParameters(json, "softmax_multiclass_param", ("num_class", Text(_trees.Outputs)));
                break;
            case "count:poisson":
                WriteParameters(json, "poisson_regression_param", ("max_delta_step", "0.7"));
                break;
            case "rank:pairwise":
                WriteParameters(json, "lambda_rank_param", ("fix_list_weight", "0"), ("num_pairsample", "1"));
                break;
            default:
                WriteParameters(json, "reg_loss_param", ("scale_pos_weight", "1"));
                break;
        }

        json.WriteEndObject();
    }

    private void WriteTexts(Utf8JsonWriter json, string name, Func<FeatureSpec, string> text)
    {
        json.WriteStartArray(name);
        foreach (var feature in _schema.Features)
            json.WriteStringValue(text(feature));
        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        json.WriteStartObject(name);
        foreach (var (parameter, value) in parameters)
            json.WriteString(parameter, value);
        json.WriteEndObject();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
