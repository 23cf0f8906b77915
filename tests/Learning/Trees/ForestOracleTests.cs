using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>Trees and forests against scikit-learn 1.2: single trees exactly, forests within the spread of ten seeds.</summary>
public sealed class ForestOracleTests
{
    private static readonly JsonElement File = Oracle.Read("forests.json");
    private static readonly double[][] Columns = [.. File.GetProperty("x").EnumerateArray().Select(c => c.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
    private static readonly int Cut = File.GetProperty("train").GetInt32();
    private static readonly FitContext Context = new(new Seed(1));

    [Fact]
    public void A_regression_tree_equals_scikit_learns()
    {
        var model = new DecisionTree { Output = ModelOutput.Value, MaxDepth = 4, MinSamplesLeaf = 5 }.Fit(Rows("y").Train, Context);
        var (test, expected) = (Rows("y").Test, File.GetProperty("exact").Numbers("regressor"));
        for (var row = 0; row < test.Rows; row++)
            Assert.Equal(expected[row], model.Predict(Sample.Vector(test, row)), 1e-6);
    }

    [Theory]
    [InlineData(SplitCriterion.Gini, "gini", 4)]
    [InlineData(SplitCriterion.Entropy, "entropy", 3)]
    public void A_classification_tree_equals_scikit_learns(SplitCriterion criterion, string name, int depth)
    {
        var tree = new DecisionTree { Output = ModelOutput.Class, Criterion = criterion, MaxDepth = depth, MinSamplesLeaf = 5 };
        var (model, test) = ((IClassifier)tree.Fit(Rows("c").Train, Context), Rows("c").Test);
        var (expected, shares) = (File.GetProperty("exact").Columns(name), new double[3]);
        for (var row = 0; row < test.Rows; row++)
        {
            model.Probabilities(Sample.Vector(test, row), shares);
            for (var c = 0; c < 3; c++)
                Assert.Equal(expected[c][row], shares[c], 1e-9);
        }
    }

    [Theory]
    [InlineData("randomForestRmse")]
    [InlineData("randomForestThirdRmse")]
    [InlineData("extraTreesRmse")]
    [InlineData("randomForestAccuracy")]
    [InlineData("extraTreesAccuracy")]
    public void Forests_are_as_good_as_scikit_learns(string name)
    {
        var classes = name.EndsWith("Accuracy", StringComparison.Ordinal);
        ILearner learner = name switch
        {
            "randomForestRmse" => new RandomForest { Output = ModelOutput.Value },
            "randomForestThirdRmse" => new RandomForest { Output = ModelOutput.Value, MaxFeatures = 1.0 / 3, MinSamplesLeaf = 3 },
            "extraTreesRmse" => new ExtraTrees { Output = ModelOutput.Value },
            "randomForestAccuracy" => new RandomForest { Output = ModelOutput.Class },
            _ => new ExtraTrees { Output = ModelOutput.Class },
        };
        var (train, test) = Rows(classes ? "c" : "y");
        var expected = File.GetProperty("forests").Numbers(name);
        var values = Enumerable.Range(0, 4).Select(seed => Measure(learner.Fit(train, new FitContext(new Seed((ulong)seed)) { Threads = 2 }), test, classes)).ToArray();

        // the mean of four seeds against that of ten: four standard errors of the difference, eight on the better side
        var room = 4 * expected[1] * Math.Sqrt((1.0 / 4) + (1.0 / 10));
        var (worse, better) = classes ? (expected[0] - room, expected[0] + (2 * room)) : (expected[0] - (2 * room), expected[0] + room);
        Assert.InRange(values.Average(), worse, better);
    }

    [Fact]
    public void More_leaves_than_rows_allow_are_not_made()
    {
        var (train, _) = Rows("y");
        var model = (TreesModel)new DecisionTree { Output = ModelOutput.Value, MinSamplesLeaf = 40 }.Fit(train, Context);
        Assert.InRange(model.Leaves, 2, train.Rows / 40);
        var stump = (TreesModel)new DecisionTree { Output = ModelOutput.Value, MinImpurityDecrease = 1e30 }.Fit(train, Context);
        Assert.Equal(1, stump.Leaves);
        Assert.Equal(train.Labels.ToArray().Average(), stump.Predict(new double[6]), 1e-6);
    }

    private static double Measure(IModel model, Dataset test, bool classes)
    {
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        var labels = test.Labels.ToArray();
        return classes ? scores.Zip(labels).Average(p => p.First == p.Second ? 1.0 : 0) : Math.Sqrt(scores.Zip(labels).Average(p => (p.First - p.Second) * (p.First - p.Second)));
    }

    private static (Dataset Train, Dataset Test) Rows(string label)
    {
        var all = Oracle.Table(Columns, File.Numbers(label));
        return (all.Select([.. Enumerable.Range(0, Cut)]), all.Select([.. Enumerable.Range(Cut, all.Rows - Cut)]));
    }
}
