using System.Text.Json;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Anomaly;
using Bellwether.Learning.Clustering;
using Bellwether.Learning.Neighbours;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;

namespace Bellwether.Learning.Tests.Neighbours;

public sealed class NeighbourTests
{
    private static readonly JsonElement Truth = Oracle.Read("structure.json");
    private static readonly ParallelOptions One = new() { MaxDegreeOfParallelism = 1 };

    private static Dataset Rows(string labels) => Oracle.Table(Truth.Columns("table"), Truth.Numbers(labels));

    private static Dataset Queries() => Oracle.Table(Truth.Columns("query"), new double[40]);

    private static double[] Scores(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        return scores;
    }

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }

    [Fact]
    public void Votes_agree_with_scikit_learn()
    {
        var learner = new NearestNeighbours { Neighbours = 7, Standardize = false };
        Near(Truth.Numbers("knn"), Scores(learner.Fit(Rows("binary"), LearnerLaws.Context()), Queries()), 1e-12);
        var classes = (NeighbourClassifier)(learner with { Output = ModelOutput.Class, Classes = 3, Weights = VoteWeights.InverseDistance }).Fit(Rows("three"), LearnerLaws.Context());
        var shares = new double[40 * 3];
        classes.Probabilities(Queries(), shares);
        Near([.. Truth.GetProperty("knn_distance").EnumerateArray().SelectMany(r => r.EnumerateArray()).Select(v => v.GetDouble())], shares, 1e-5);
        var value = (learner with { Output = ModelOutput.Value, Neighbours = 4, Weights = VoteWeights.InverseDistance }).Fit(Rows("value"), LearnerLaws.Context());
        Near(Truth.Numbers("knn_value"), Scores(value, Queries()), 1e-5);
    }

    [Fact]
    public void Outlier_factors_agree_with_scikit_learn()
    {
        var model = (LocalOutlierModel)new LocalOutlierFactor { Neighbours = 15, Standardize = false }.Fit(Rows("binary"), LearnerLaws.Context());
        Near(Truth.GetProperty("lof").Numbers("training"), model.TrainingFactors.ToArray(), 1e-5);
        Near(Truth.GetProperty("lof").Numbers("query"), Scores(model, Queries()), 1e-5);
    }

    [Fact]
    public void A_forest_isolates_as_scikit_learn_does()
    {
        var truth = Truth.GetProperty("forest");
        var rows = Oracle.Table(truth.Columns("table"), [.. Enumerable.Range(0, 440).Select(r => r < 400 ? 0.0 : 1)]);
        var scores = Scores(new IsolationForest { Trees = 400 }.Fit(rows, LearnerLaws.Context(2)), rows);
        var expected = truth.Numbers("scores");
        Assert.Equal(expected.Average(), scores.Average(), 0.005);
        Assert.True(expected.Zip(scores, (a, b) => Math.Abs(a - b)).Max() < 0.05);
        Assert.Equal(truth.GetProperty("auc").GetDouble(), (from odd in scores[400..] from usual in scores[..400] select odd > usual ? 1.0 : 0).Average(), 0.01);
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(31, 2, 40)]
    [InlineData(2_000, 2, 5)]
    [InlineData(3_000, 6, 12)]
    [InlineData(500, 40, 9)]
    public void A_tree_and_panels_find_what_looking_at_every_point_finds(int count, int dimension, int k)
    {
        var points = SamplePoints.Make(count, dimension, spread: 3);
        var (tree, panels) = (new NeighbourIndex(points, tree: true), new NeighbourIndex(points, tree: false));
        var (a, b, all) = (new Neighbour[k], new Neighbour[k], panels.All(points, k, One, exceptSelf: true));
        for (var row = 0; row < count; row += Math.Max(1, count / 100))
        {
            var truth = Enumerable.Range(0, count).Where(r => r != row).Select(r => new Neighbour(r, WideSum.SquaredDistance(points[row], points[r])))
                .OrderBy(n => n.SquaredDistance).ThenBy(n => n.Row).Take(k).ToArray();
            Assert.Equal(truth, a[..tree.Nearest(points[row], a, row)]);
            Assert.Equal(truth, b[..panels.Nearest(points[row], b, row)]);
            Assert.Equal(truth, all[(row * k)..((row * k) + truth.Length)]);
            var (near, near2) = (new List<int>(), new List<int>());
            tree.Within(points[row], 2.5, near);
            panels.Within(points[row], 2.5, near2);
            Assert.Equal(Enumerable.Range(0, count).Where(r => WideSum.SquaredDistance(points[row], points[r]) <= 6.25), near);
            Assert.Equal(near, near2);
        }
    }

    [Fact]
    public void Points_far_from_zero_and_equal_points_are_found_exactly()
    {
        var values = SamplePoints.Make(400, 3).Values.ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] = MathF.Round(values[i]) + 100_000;
        var points = new Bellwether.Numerics.LinearAlgebra.Vectors(values, 3);
        var (tree, panels) = (new NeighbourIndex(points, tree: true), new NeighbourIndex(points, tree: false));
        var (a, b) = (new Neighbour[9], new Neighbour[9]);
        for (var row = 0; row < 400; row++)
        {
            var truth = Enumerable.Range(0, 400).Select(r => new Neighbour(r, WideSum.SquaredDistance(points[row], points[r]))).OrderBy(n => n.SquaredDistance).ThenBy(n => n.Row).Take(9);
            Assert.Equal(9, tree.Nearest(points[row], a));
            Assert.Equal(9, panels.Nearest(points[row], b));
            Assert.Equal(truth, a);
            Assert.Equal(truth, b);
        }
    }

    [Fact]
    public void Categories_count_by_overlap_and_missing_numbers_as_the_mean()
    {
        var schema = new FeatureSchema([new FeatureSpec("x"), new FeatureSpec("c", FeatureKind.Categorical)]);
        var train = new Dataset(schema, [[0, 0, 2, 2], [7, 8, 7, double.NaN]], [10, 20, 30, 40], new long[4]);
        var model = new NearestNeighbours(ModelOutput.Value) { Neighbours = 1 }.Fit(train, LearnerLaws.Context());
        Assert.Equal(20, model.Predict([0, 8]));
        Assert.Equal(30, model.Predict([2, 7]));
        Assert.Equal(40, model.Predict([double.NaN, double.NaN]));
        Assert.Equal(20, model.Predict([double.NaN, 8]));
    }
}
