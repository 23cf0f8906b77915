using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>Quality beside XGBoost and scikit-learn on one table with missing values (Oracles/make_oracles.py).</summary>
public sealed class TreesOracleTests
{
    private static readonly BoostedTrees Options = new() { Trees = 100, MaxLeaves = 15 };

    [Fact]
    public void Log_loss_trees_rank_as_well_as_xgboost_and_scikit_learn()
    {
        var oracle = Oracle.Read("trees.json");
        var (train, test) = Split("binary");
        var scores = new double[test.Rows];
        Options.Fit(train, new FitContext(new Seed(1))).Predict(test, scores);
        Assert.InRange(Auc(test.Labels, scores), Math.Min(oracle.GetProperty("xgboostAuc").GetDouble(), oracle.GetProperty("sklearnAuc").GetDouble()) - 0.006, 1);
    }

    [Fact]
    public void Squared_trees_err_as_little_as_xgboost()
    {
        var (train, test) = Split("value");
        var scores = new double[test.Rows];
        (Options with { Loss = TreeLoss.Squared }).Fit(train, new FitContext(new Seed(1))).Predict(test, scores);
        var error = 0.0;
        for (var row = 0; row < scores.Length; row++)
            error += Math.Pow(scores[row] - test.Labels[row], 2) / scores.Length;
        Assert.InRange(Math.Sqrt(error), 0, 1.03 * Oracle.Read("trees.json").GetProperty("xgboostRmse").GetDouble());
    }

    /// <summary>On few distinct values both sides have the same bins, so leaf by leaf the very same trees must come out.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_the_same_bins_predictions_equal_those_of_xgboost(int index)
    {
        var oracle = Oracle.Read("trees_same.json");
        var expected = oracle.GetProperty("cases")[index];
        var logistic = expected.GetProperty("logistic").GetBoolean();
        var rows = Oracle.Table(oracle.Columns("x"), oracle.Numbers(logistic ? "binary" : "value"), oracle.Numbers("weights"));
        var options = new BoostedTrees
        {
            Loss = logistic ? TreeLoss.Logistic : TreeLoss.Squared, Trees = 8, MaxLeaves = 15, LearningRate = 0.1,
            Lambda = expected.GetProperty("lambda_").GetDouble(), Alpha = expected.GetProperty("alpha").GetDouble(), Gamma = expected.GetProperty("gamma").GetDouble(),
            MinChildWeight = expected.GetProperty("minChildWeight").GetDouble(), MaxDepth = expected.GetProperty("maxDepth").GetInt32(),
        };
        var scores = new double[rows.Rows];
        options.Fit(rows, new FitContext(new Seed(1))).Predict(rows, scores);
        var predictions = expected.Numbers("predictions");
        var differing = Enumerable.Range(0, scores.Length).Where(r => Math.Abs(scores[r] - predictions[r]) > 1e-4).ToArray();
        Assert.True(differing.Length == 0, $"{differing.Length} of {scores.Length} rows differ, by up to {Enumerable.Range(0, scores.Length).Max(r => Math.Abs(scores[r] - predictions[r]))}.");
    }

    private static (Dataset Train, Dataset Test) Split(string label)
    {
        var oracle = Oracle.Read("trees.json");
        var all = Oracle.Table(oracle.Columns("x"), oracle.Numbers(label));
        var train = oracle.GetProperty("train").GetInt32();
        return (all.Select([.. Enumerable.Range(0, train)]), all.Select([.. Enumerable.Range(train, all.Rows - train)]));
    }

    private static double Auc(ReadOnlySpan<double> labels, double[] scores)
    {
        var (wins, pairs) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
            for (var j = 0; j < scores.Length; j++)
                if (labels[i] == 1 && labels[j] == 0)
                    (wins, pairs) = (wins + (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0), pairs + 1);
        return wins / pairs;
    }
}
