using System.Text;
using System.Text.Json.Nodes;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Learning.TreeExchange;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>Models in CatBoost's JSON predict what a slow reading of CatBoost's rules predicts; CatBoost itself is not installed.</summary>
public sealed class CatBoostTests
{
    private static readonly string[] Treatments = ["AsIs", "AsFalse", "AsTrue"];

    public static TheoryData<string, int, bool> Losses
    {
        get
        {
            var data = new TheoryData<string, int, bool>();
            foreach (var loss in new[] { "Logloss", "CrossEntropy", "RMSE", "MAE", "Quantile", "Poisson", "Tweedie", "YetiRank" })
                foreach (var oblivious in new[] { true, false })
                    data.Add(loss, 1, oblivious);
            foreach (var oblivious in new[] { true, false })
            {
                data.Add("MultiClass", 3, oblivious);
                data.Add("MultiClassOneVsAll", 4, oblivious);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Losses))]
    public void Predicts_by_the_rules(string loss, int outputs, bool oblivious)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Dice(seed);
            var file = RandomModel(random, loss, outputs, oblivious);
            var model = CatBoostModel.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));
            Assert.Equal(["first", "f1", "third"], model.Schema.Features.Select(f => f.Name));
            for (var i = 0; i < 200; i++)
            {
                double[] row = [.. Enumerable.Range(0, 3).Select(_ => random.Next(6) == 0 ? double.NaN : random.Next(3) == 0 ? (float)Border(random) + (random.Next(3) - 1) * 1e-9 : random.NextDouble() * 4 - 2)];
                var expected = Slow(file, loss, outputs, row);
                if (model is IClassifier classifier)
                {
                    var probabilities = new double[outputs];
                    classifier.Probabilities(row, probabilities);
                    for (var k = 0; k < outputs; k++)
                        Assert.Equal(expected[k], probabilities[k], 1e-12);
                }
                else
                    Assert.Equal(expected[0], model.Predict(row), 1e-12 * Math.Max(1, Math.Abs(expected[0])));
            }
        }
    }

    [Fact]
    public void A_model_worked_out_by_hand()
    {
        // leaf = (x > 1) + 2 (y > 0.1f): 10, 20, 30, 40; then 2 · leaf + 0.5
        var model = CatBoostModel.Read(Encoding.UTF8.GetBytes("""
            {"features_info":{"float_features":[{"feature_index":0,"flat_feature_index":0,"feature_id":"x","nan_value_treatment":"AsTrue"},
             {"feature_index":1,"flat_feature_index":1,"feature_id":"y","nan_value_treatment":"AsFalse"}]},
             "model_info":{"params":{"loss_function":{"type":"RMSE","params":{}}}},
             "oblivious_trees":[{"leaf_values":[10,20,30,40],"leaf_weights":[1,2,3,4],
             "splits":[{"border":1,"float_feature_index":0,"split_index":0,"split_type":"FloatFeature"},{"border":0.1,"float_feature_index":1,"split_index":1,"split_type":"FloatFeature"}]}],
             "scale_and_bias":[2,[0.5]]}
            """));
        Assert.Equal(20.5, model.Predict([1, 0]));
        Assert.Equal(40.5, model.Predict([2, 0]));
        Assert.Equal(60.5, model.Predict([1, 1]));
        Assert.Equal(80.5, model.Predict([2, 1]));
        Assert.Equal(40.5, model.Predict([double.NaN, double.NaN]));
        Assert.Equal(20.5, model.Predict([1, 0.1])); // 0.1 rounds to the border, 0.100000001490116
        Assert.Equal(20.5, model.Predict([1, 0.1000000015]));
        Assert.Equal(60.5, model.Predict([1, 0.10000001]));
    }

    [Theory]
    [InlineData("\"FloatFeature\"", "\"OneHotFeature\"", "oblivious_trees[0].splits[0].split_type")]
    [InlineData("\"FloatFeature\"", "\"OnlineCtr\"", "statistics of categories")]
    [InlineData("\"RMSE\"", "\"MultiRMSE\"", "MultiRMSE")]
    [InlineData("\"RMSE\"", "\"MultiClass\"", "MultiClass")]
    [InlineData("\"AsIs\"", "\"AsMaybe\"", "nan_value_treatment")]
    [InlineData("\"float_feature_index\":0", "\"float_feature_index\":9", "oblivious_trees[0].splits[0].float_feature_index")]
    [InlineData("\"flat_feature_index\":0", "\"flat_feature_index\":1000000000", "flat_feature_index")]
    [InlineData("[1,2]", "[1,2,3]", "leaf_values")]
    [InlineData("[1,2]", "[1,NaN]", "finite")]
    [InlineData("\"border\":1", "\"border\":NaN", "border")]
    [InlineData("[1,[0]]", "[1]", "scale_and_bias")]
    [InlineData("\"oblivious_trees\"", "\"no_trees\"", "'trees'")]
    public void Every_refusal_names_the_place(string text, string instead, string says)
    {
        Assert.Contains(text, Stump);
        Assert.Contains(says, Assert.Throws<ModelFormatException>(() => CatBoostModel.Read(Encoding.UTF8.GetBytes(Stump.Replace(text, instead)))).Message);
    }

    internal const string Stump = """
        {"features_info":{"float_features":[{"feature_index":0,"flat_feature_index":0,"nan_value_treatment":"AsIs"}]},"model_info":{"params":{"loss_function":{"type":"RMSE"}}},
        "oblivious_trees":[{"leaf_values":[1,2],"splits":[{"border":1,"float_feature_index":0,"split_type":"FloatFeature"}]}],"scale_and_bias":[1,[0]]}
        """;

    internal static byte[] OneVersusAll() => Encoding.UTF8.GetBytes(RandomModel(new Dice(1), "MultiClassOneVsAll", 3, true).ToJsonString());

    internal static JsonObject RandomModel(Dice random, string loss, int outputs, bool oblivious)
    {
        JsonArray Leaf() => [.. Enumerable.Range(0, outputs).Select(_ => (JsonNode)(random.NextDouble() - 0.5))];
        JsonObject Split() => new() { ["border"] = Border(random), ["float_feature_index"] = random.Next(2), ["split_index"] = 0, ["split_type"] = "FloatFeature" };
        JsonObject Tree(int depth) => depth == 0 || random.Next(4) == 0
            ? new() { ["value"] = outputs == 1 ? random.NextDouble() : Leaf(), ["weight"] = 3 }
            : new() { ["left"] = Tree(depth - 1), ["right"] = Tree(depth - 1), ["split"] = Split() };
        JsonObject Oblivious(int depth) => new()
        {
            ["leaf_values"] = new JsonArray([.. Enumerable.Range(0, 1 << depth).SelectMany(_ => Leaf().Select(v => v!.DeepClone()))]),
            ["splits"] = new JsonArray([.. Enumerable.Range(0, depth).Select(_ => (JsonNode)Split())]),
        };
        JsonObject Feature(int index, int flat, string name) => new()
        {
            ["feature_index"] = index, ["flat_feature_index"] = flat, ["feature_id"] = name, ["has_nans"] = true, ["nan_value_treatment"] = Treatments[random.Next(3)], ["borders"] = new JsonArray(0.5),
        };
        var parameters = new JsonObject { ["loss_function"] = new JsonObject { ["type"] = loss } };
        return new JsonObject
        {
            // a categorical feature that no split asks for stands between the two
            ["features_info"] = new JsonObject
            {
                ["float_features"] = new JsonArray(Feature(0, 0, "first"), Feature(1, 2, "third")),
                ["categorical_features"] = new JsonArray(new JsonObject { ["feature_index"] = 0, ["flat_feature_index"] = 1, ["feature_id"] = "" }),
            },
            ["model_info"] = new JsonObject { ["params"] = random.Next(2) == 0 ? parameters : parameters.ToJsonString() },
            [oblivious ? "oblivious_trees" : "trees"] = new JsonArray([.. Enumerable.Range(0, 4).Select(_ => (JsonNode)(oblivious ? Oblivious(random.Next(5)) : Tree(5)))]),
            ["scale_and_bias"] = new JsonArray(1.25, Leaf()),
        };
    }

    private static double Border(Dice random) => (float)(random.Next(8) / 3.0 - 1);

    /// <summary>Sums over trees, by CatBoost's documentation of its JSON.</summary>
    private static double[] Slow(JsonObject file, string loss, int outputs, double[] row)
    {
        var sums = new double[outputs];
        foreach (var tree in (file["oblivious_trees"] ?? file["trees"])!.AsArray())
        {
            var node = tree!.AsObject();
            if (node["leaf_values"] is JsonArray leaves)
            {
                var index = 0;
                for (var bit = 0; bit < node["splits"]!.AsArray().Count; bit++)
                    index |= Above(node["splits"]![bit]!) ? 1 << bit : 0;
                for (var k = 0; k < outputs; k++)
                    sums[k] += (double)leaves[(index * outputs) + k]!;
                continue;
            }

            while (node["split"] is { } split)
                node = node[Above(split) ? "right" : "left"]!.AsObject();
            for (var k = 0; k < outputs; k++)
                sums[k] += node["value"] is JsonArray values ? (double)values[k]! : (double)node["value"]!;
        }

        for (var k = 0; k < outputs; k++)
            sums[k] = ((double)file["scale_and_bias"]![0]! * sums[k]) + (double)file["scale_and_bias"]![1]![k]!;
        double[] scores = loss switch
        {
            "Logloss" or "CrossEntropy" or "MultiClassOneVsAll" => [.. sums.Select(s => 1 / (1 + Math.Exp(-s)))],
            "Poisson" or "Tweedie" => [.. sums.Select(Math.Exp)],
            "MultiClass" => [.. sums.Select(Math.Exp)],
            _ => sums,
        };
        return outputs > 1 ? [.. scores.Select(s => s / scores.Sum())] : scores;

        bool Above(JsonNode split)
        {
            var feature = file["features_info"]!["float_features"]!.AsArray().Single(f => (int)f!["feature_index"]! == (int)split["float_feature_index"]!)!;
            var value = (float)row[(int)feature["flat_feature_index"]!];
            if (float.IsNaN(value))
                value = (string)feature["nan_value_treatment"]! switch { "AsTrue" => float.PositiveInfinity, "AsFalse" => float.NegativeInfinity, _ => value };
            return value > (float)(double)split["border"]!;
        }
    }
}
