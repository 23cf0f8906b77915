using System.Text;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.TreeExchange;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>Models that XGBoost 1.7.4 trained predict here what they predict there.</summary>
public sealed class XGBoostTests
{
    private static readonly string[] Names = ["logistic", "squared", "share", "raw", "poisson", "gamma", "tweedie", "softprob", "softmax", "rank", "dart", "forest", "categories", "one-hot"];

    public static TheoryData<string> Files => [.. Names.SelectMany(n => new[] { n + ".json", n + ".ubj" })];

    [Theory, MemberData(nameof(Files))]
    public void Predicts_as_XGBoost_does(string file)
    {
        var model = XGBoostModel.Read(ForeignModels.Bytes(file));
        var expected = ForeignModels.Predictions(Path.GetFileNameWithoutExtension(file));
        var (worst, batch) = (0.0, new double[ForeignModels.Rows.Length]);
        model.Predict(ForeignModels.Table(model.Schema, ForeignModels.Rows), batch);
        for (var row = 0; row < expected.Length; row++)
        {
            var actual = model is IClassifier classifier && expected[row].Length > 1 ? Probabilities(classifier, ForeignModels.Rows[row]) : [model.Predict(ForeignModels.Rows[row])];
            for (var i = 0; i < actual.Length; i++)
                worst = Math.Max(worst, Math.Abs(actual[i] - expected[row][i]) / Math.Max(1, Math.Abs(expected[row][i])));
            Assert.Equal(model.Predict(ForeignModels.Rows[row]), batch[row]);
        }

        Assert.True(worst < 1e-6, $"{file} differs by {worst}");
        if (Environment.GetEnvironmentVariable("BELLWETHER_PARITY") is { Length: > 0 } report)
            File.AppendAllText(report, $"{file} {worst:g3}\n");
    }

    /// <summary>Added up in single precision, tree after tree as XGBoost does, the leaves give XGBoost's margins to the last bit: every row takes the
    /// same way in every tree. Not for DART, which subtracts the start from each tree's score and rounds on the way.</summary>
    [Theory, MemberData(nameof(Files))]
    public void Leaves_add_up_to_the_same_bits(string file)
    {
        var model = XGBoostModel.Read(ForeignModels.Bytes(file));
        var (trees, margins) = (model is TreesClassifier c ? c.Ensemble : ((TreesModel)model).Ensemble, ForeignModels.Margins(Path.GetFileNameWithoutExtension(file)));
        var tolerance = file.StartsWith("dart", StringComparison.Ordinal) ? 1e-6 : 0;
        var encoded = new double[model.Schema.Count];
        for (var row = 0; row < margins.Length; row++)
        {
            trees.Encode(ForeignModels.Rows[row], encoded);
            var sums = Array.ConvertAll(trees.Bases, b => (float)b);
            for (var tree = 0; tree < trees.Trees; tree++)
            {
                var node = trees.Roots[tree];
                while (!trees.IsLeaf(node))
                    node = trees.Next(node, encoded);
                sums[trees.Targets[tree]] += (float)trees.Values[trees.Lefts[node]];
            }

            for (var output = 0; output < sums.Length; output++)
                Assert.True(Math.Abs(sums[output] - margins[row][output]) <= tolerance, $"{file}, row {row}: {sums[output]:g9}, but XGBoost has {margins[row][output]:g9}");
        }
    }

    [Fact]
    public void Json_and_Ubjson_give_the_same_model()
    {
        foreach (var name in Names)
            Assert.Equal(ArtifactFormats.Save(XGBoostModel.Read(ForeignModels.Bytes(name + ".json"))), ArtifactFormats.Save(XGBoostModel.Read(new MemoryStream(ForeignModels.Bytes(name + ".ubj")))));
    }

    [Fact]
    public void Brought_in_models_are_saved_and_loaded_as_ours()
    {
        foreach (var name in Names)
        {
            var model = XGBoostModel.Read(ForeignModels.Bytes(name + ".json"));
            var loaded = LearnerLaws.Formats.Load(ArtifactFormats.Save(model));
            foreach (var row in ForeignModels.Rows)
                Assert.Equal(model.Predict(row), ((IModel)loaded).Predict(row));
        }
    }

    [Fact]
    public void A_schema_reorders_features_by_name()
    {
        var model = XGBoostModel.Read(ForeignModels.Bytes("logistic.json"));
        Assert.Equal(["amount", "age", "rate", "merchant", "hour of day"], model.Schema.Features.Select(f => f.Name));
        var schema = new FeatureSchema(new[] { "hour of day", "extra", "merchant", "rate", "age", "amount" }.Select(n => new FeatureSpec(n)));
        var other = XGBoostModel.Read(ForeignModels.Bytes("logistic.json"), schema);
        foreach (var row in ForeignModels.Rows)
            Assert.Equal(model.Predict(row), other.Predict([row[4], 7, row[3], row[2], row[1], row[0]]));
        Assert.Contains("merchant", Refusal(ForeignModels.Bytes("logistic.json"), new FeatureSchema([new FeatureSpec("amount"), new FeatureSpec("age"), new FeatureSpec("rate")])));
        Assert.Contains("num_feature", Refusal(ForeignModels.Bytes("squared.json"), new FeatureSchema([new FeatureSpec("amount")])));
        Assert.Contains("Numeric", Refusal(ForeignModels.Bytes("categories.json"), new FeatureSchema(model.Schema.Features)));
    }

    [Theory]
    [InlineData("linear.json", "gbtree or dart")]
    [InlineData("linear.ubj", "gbtree or dart")]
    public void Linear_boosters_are_refused(string file, string says) => Assert.Contains(says, Refusal(ForeignModels.Bytes(file)));

    [Theory]
    [InlineData("\"binary:logistic\"", "\"my:own\"", "learner.objective.name")]
    [InlineData("\"base_score\":\"3E-1\"", "\"base_score\":\"1E0\"", "learner.learner_model_param.base_score")]
    [InlineData("\"base_score\":\"3E-1\"", "\"base_score\":\"[3E-1,2E-1]\"", "must have 1 number")]
    [InlineData("\"num_target\":\"1\"", "\"num_target\":\"2\"", "num_target")]
    [InlineData("\"num_class\":\"0\"", "\"num_class\":\"1000000000\"", "num_class")]
    [InlineData("\"num_feature\":\"5\"", "\"num_feature\":\"1000000000\"", "num_feature")]
    [InlineData("\"num_trees\":\"4\"", "\"num_trees\":\"1000000000\"", "num_trees")]
    [InlineData("\"size_leaf_vector\":\"0\"}", "\"size_leaf_vector\":\"3\"}", "size_leaf_vector")]
    [InlineData("\"left_children\":[1,", "\"left_children\":[0,", "children of its own")]
    [InlineData("\"left_children\":[1,", "\"left_children\":[2,", "children of its own")]
    [InlineData("\"left_children\":[1,", "\"left_children\":[99,", "learner.gradient_booster.model.trees[0].left_children[0]")]
    [InlineData("\"split_conditions\":[", "\"split_conditions\":[NaN,", "split_conditions must have")]
    [InlineData("\"tree_info\":[0,", "\"tree_info\":[1,", "tree_info[0]")]
    [InlineData("\"version\":", "\"learner\":1,\"version\":", "occurs twice")]
    public void Every_refusal_names_the_place(string text, string instead, string says)
    {
        var file = Encoding.UTF8.GetString(ForeignModels.Bytes("logistic.json"));
        Assert.Contains(text, file);
        Assert.Contains(says, Refusal(Encoding.UTF8.GetBytes(file.Replace(text, instead))));
    }

    [Fact]
    public void A_base_score_in_brackets_is_the_one_of_later_versions()
    {
        var file = Encoding.UTF8.GetString(ForeignModels.Bytes("logistic.json"));
        var later = XGBoostModel.Read(Encoding.UTF8.GetBytes(file.Replace("\"3E-1\"", "\"[3E-1]\"")));
        Assert.Equal(ArtifactFormats.Save(XGBoostModel.Read(ForeignModels.Bytes("logistic.json"))), ArtifactFormats.Save(later));
    }

    [Fact]
    public void Thresholds_decide_as_single_precision_does()
    {
        var random = new Dice(5);
        float[] special = [0f, -0f, 1f, 2f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, 1.17549435e-38f, 0.1f, 16777216f];
        for (var i = 0; i < 20_000; i++)
        {
            var cut = i < special.Length ? special[i] : BitConverter.UInt32BitsToSingle(random.NextWord());
            if (float.IsNaN(cut))
                continue;
            var (below, most) = (SinglePrecision.Below(cut), SinglePrecision.AtMost(cut));
            foreach (var near in new double[] { cut, MathF.BitDecrement(cut), MathF.BitIncrement(cut), below, most })
                foreach (var x in new[] { near, Math.BitDecrement(near), Math.BitIncrement(near), (near + cut) / 2 })
                {
                    if (double.IsInfinity(x) || double.IsNaN(x))
                        continue;
                    Assert.Equal((float)x < cut, x <= below);
                    Assert.Equal((float)x <= cut, x <= most);
                    if (float.IsFinite((float)x)) // XGBoost takes no infinite values
                        Assert.Equal((float)x <= near, (float)x < SinglePrecision.Above(near));
                }
        }
    }

    private static double[] Probabilities(IClassifier model, double[] row)
    {
        var probabilities = new double[model.Classes];
        model.Probabilities(row, probabilities);
        return probabilities;
    }

    private static string Refusal(byte[] file, FeatureSchema? schema = null) => Assert.Throws<ModelFormatException>(() => XGBoostModel.Read(file, schema)).Message;
}
