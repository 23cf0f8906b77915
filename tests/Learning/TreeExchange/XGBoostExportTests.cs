using System.Text;
using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.TreeExchange;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.TreeExchange;

/// <summary>What is written for XGBoost comes back the same. With BELLWETHER_XGBOOST_EXPORT naming a folder the models are written there, for
/// Oracles/check_export.py to load them with XGBoost itself.</summary>
public sealed class XGBoostExportTests
{
    private static readonly FeatureSchema Schema = new(
        [new FeatureSpec("amount"), new FeatureSpec("age"), new FeatureSpec("shop", FeatureKind.Categorical), new FeatureSpec("constant"), new FeatureSpec("größe \"m²\"")]);

    public static TheoryData<string> Models => ["logistic", "squared", "large values", "no trees", "missing apart", "softprob", "categories", "dart", "forest", "poisson", "rank", "class leaves", "shares"];

    [Theory, MemberData(nameof(Models))]
    public void Comes_back_the_same(string name)
    {
        var model = Model(name);
        var rows = model.Schema.Count == Schema.Count && model.Schema[2].Name == "shop" ? SinglePrecisionRows(Rows(300, 2))
            : SinglePrecisionRows([.. ForeignModels.Rows.Select(r => r[..model.Schema.Count])]);
        using var file = new MemoryStream();
        XGBoostModel.Write(model, file);
        var again = XGBoostModel.Read(file.ToArray(), model.Schema);
        Assert.Equal(name == "shares" ? ModelOutput.Value : model.Output, again.Output);
        var worst = 0.0;
        foreach (var row in rows)
        {
            var (a, b) = (Scores(model, row), Scores(again, row));
            for (var i = 0; i < a.Length; i++)
                worst = Math.Max(worst, Math.Abs(a[i] - b[i]) / Math.Max(1, Math.Abs(a[i])));
        }

        Assert.True(worst < 1e-6, $"{name} differs by {worst}");
        if (Environment.GetEnvironmentVariable("BELLWETHER_XGBOOST_EXPORT") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name + ".json"), file.ToArray());
            var answers = rows.Select(r => new { row = r.Select(v => double.IsNaN(v) ? null : (double?)v), scores = Scores(model, r) });
            File.WriteAllText(Path.Combine(folder, name + ".answers"), JsonSerializer.Serialize(answers));
        }
    }

    [Fact]
    public void What_XGBoost_cannot_say_is_refused()
    {
        Assert.Contains("trees", Refusal(new Constant().Fit(Sample.Make(50), LearnerLaws.Context())));
        Assert.Contains("whole numbers", Refusal(new BoostedTrees { Trees = 20 }.Fit(Sample.Make(600), LearnerLaws.Context())));
        var odd = new FeatureSchema(Schema.Features.Select(f => new FeatureSpec(f.Name == "age" ? "age < 30" : f.Name, f.Kind)));
        var rows = Rows(100, 1);
        Assert.Contains("age < 30", Refusal(new BoostedTrees { Trees = 2 }.Fit(Labelled(rows, odd, r => r[0] > 0 ? 1 : 0), LearnerLaws.Context())));
        Assert.Contains("Zero", Refusal(LightGbmModel.Read(LightGbmTests.Stump(decision: 4))));
        Assert.Contains("softmax", Refusal(CatBoostModel.Read(CatBoostTests.OneVersusAll())));
    }

    private static IModel Model(string name) => name switch
    {
        "logistic" => new BoostedTrees { Trees = 12, MaxLeaves = 8 }.Fit(Labelled(Rows(500, 1), Schema, r => Signal(r) > 1 ? 1 : 0), LearnerLaws.Context()),
        "squared" => new BoostedTrees { Trees = 12, MaxLeaves = 8, Loss = TreeLoss.Squared }.Fit(Labelled(Rows(500, 1), Schema, Signal), LearnerLaws.Context()),
        "large values" => new BoostedTrees { Trees = 12, Loss = TreeLoss.Squared }.Fit(Labelled(Rows(500, 1), Schema, r => 1e6 * (Signal(r) + 100)), LearnerLaws.Context()),
        "no trees" => new BoostedTrees { Trees = 3, Gamma = 1e30, Loss = TreeLoss.Squared }.Fit(Labelled(Rows(50, 1), Schema, Signal), LearnerLaws.Context()),
        "missing apart" => new BoostedTrees { Trees = 2, MaxLeaves = 2, Loss = TreeLoss.Squared }.Fit(Labelled(Rows(200, 1), Schema, r => double.IsNaN(r[1]) ? 5 : 1), LearnerLaws.Context()),
        "class leaves" => CatBoostModel.Read(Encoding.UTF8.GetBytes(CatBoostTests.RandomModel(new Dice(2), "MultiClass", 3, true).ToJsonString())),
        "shares" => LightGbmModel.Read(LightGbmTests.Forest()),
        _ => XGBoostModel.Read(ForeignModels.Bytes(name + ".json")),
    };

    private static double Signal(double[] r) => (double.IsNaN(r[0]) ? 0.4 : r[0]) + (double.IsNaN(r[1]) ? -1 : r[1] * r[1] / 2) + (r[2] is 2 or 5 or 7 or 40 ? 1.5 : double.IsNaN(r[2]) ? 0.7 : 0);

    private static double[][] Rows(int count, ulong seed)
    {
        var stream = new Seed(seed).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => new[]
        {
            stream.NextBool(0.1) ? double.NaN : stream.NextGaussian(0, 1), stream.NextBool(0.1) ? double.NaN : stream.NextGaussian(0, 1),
            stream.NextBool(0.1) ? double.NaN : stream.NextInt(seed == 1 ? 50 : 60), 4, stream.NextInt(5),
        })];
    }

    private static double[][] SinglePrecisionRows(double[][] rows) => [.. rows.Select(r => r.Select(v => (double)(float)v).ToArray())];

    private static Dataset Labelled(double[][] rows, FeatureSchema schema, Func<double[], double> label) =>
        new(schema, [.. Enumerable.Range(0, schema.Count).Select(f => rows.Select(r => r[f]).ToArray())], [.. rows.Select(label)], new long[rows.Length]);

    private static double[] Scores(IModel model, double[] row)
    {
        if (model is not IClassifier classifier)
            return [model.Predict(row)];
        var probabilities = new double[classifier.Classes];
        classifier.Probabilities(row, probabilities);
        return probabilities;
    }

    private static string Refusal(IModel model) => Assert.Throws<NotSupportedException>(() => XGBoostModel.Write(model, new MemoryStream())).Message;
}
