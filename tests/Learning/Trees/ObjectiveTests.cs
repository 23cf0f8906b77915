using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.TreeObjectives;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>Gradients against finite differences of the losses, and measures of ranking worked by hand.</summary>
public sealed class ObjectiveTests
{
    private static readonly double[] Labels = [0, 1, 2, 0, 3, 1, 1, 0, 2, 5];

    [Theory]
    [InlineData(TreeLoss.Logistic, 1.0)]
    [InlineData(TreeLoss.Squared, 1.0)]
    [InlineData(TreeLoss.Absolute, 0.0)]
    [InlineData(TreeLoss.Huber, 0.0)]
    [InlineData(TreeLoss.Quantile, 0.0)]
    [InlineData(TreeLoss.Poisson, 2.0137527074704766)]
    [InlineData(TreeLoss.Tweedie, 1.0)]
    [InlineData(TreeLoss.Softmax, 1.0)]
    public void Gradients_are_slopes_of_the_loss(TreeLoss loss, double hessianFactor)
    {
        double[] labels = loss switch { TreeLoss.Logistic => [.. Labels.Select(l => Math.Min(l, 1))], TreeLoss.Softmax => [.. Labels.Select(l => l % 3)], _ => Labels };
        var (stream, k) = (new Seed(3).Stream(), loss == TreeLoss.Softmax ? 3 : 1);
        double[] weights = [.. labels.Select(_ => stream.NextDouble(0.5, 2))];
        var objective = Make(loss, labels, weights, classes: 3);
        var scores = Enumerable.Range(0, k).Select(_ => labels.Select(_ => stream.NextGaussian()).ToArray()).ToArray();
        var pairs = Enumerable.Range(0, k).Select(_ => new float[labels.Length * 2]).ToArray();
        using var crew = new Crew(2, default);
        objective.Fill(0, scores, pairs, crew);

        // a mean over rows is no slope: squared loss is watched without its half
        var scale = loss == TreeLoss.Squared ? 0.5 : 1;
        for (var output = 0; output < k; output++)
            for (var row = 0; row < labels.Length; row++)
            {
                var (gradient, curvature) = Slope(objective, Targets(labels, weights), scores, output, row);
                Assert.Equal(gradient * scale, pairs[output][row * 2], 1e-4);
                if (hessianFactor > 0)
                    Assert.Equal(curvature * scale * hessianFactor * (loss == TreeLoss.Softmax ? 1.5 : 1), pairs[output][(row * 2) + 1], 2e-3);
            }
    }

    [Fact]
    public void Exp_is_exact_to_fourteen_digits()
    {
        var stream = new Seed(1).Stream();
        for (var i = 0; i < 20_000; i++)
        {
            var x = stream.NextDouble(-690, 690);
            Assert.Equal(1, LogisticKernel.Exp(x) / Math.Exp(x), 1e-13);
        }
    }

    [Fact]
    public void Logistic_vectors_equal_single_rows_bit_for_bit()
    {
        var stream = new Seed(2).Stream();
        double[] labels = [.. Enumerable.Range(0, 37).Select(_ => stream.NextBool(0.5) ? 1.0 : 0)], scores = [.. labels.Select(_ => stream.NextGaussian() * 20)];
        double[] weights = [.. labels.Select(_ => stream.NextDouble())];
        var all = new float[74];
        LogisticKernel.Fill(labels, weights, scores, 3, all);
        for (var row = 0; row < labels.Length; row++)
        {
            var one = new float[2];
            LogisticKernel.Fill(labels.AsSpan(row, 1), weights.AsSpan(row, 1), scores.AsSpan(row, 1), 3, one);
            Assert.Equal(all[(row * 2)..((row * 2) + 2)], one);
        }
    }

    /// <summary>Grades 3, 2, 3, 0, 1, 2 in the order of scores: DCG@6 with gains 7, 3, 7, 0, 1, 3.</summary>
    [Fact]
    public void Ndcg_is_that_of_the_definition()
    {
        double[] grades = [3, 2, 3, 0, 1, 2], scores = [6, 5, 4, 3, 2, 1];
        var dcg = 7 + (3 / Math.Log2(3)) + (7 / 2.0) + (1 / Math.Log2(6)) + (3 / Math.Log2(7));
        var ideal = 7 + (7 / Math.Log2(3)) + (3 / 2.0) + (3 / Math.Log2(5)) + (1 / Math.Log2(6));
        Assert.Equal(dcg / ideal, Gain.Ndcg(grades, scores, 10), 1e-12);
        Assert.Equal(1, Gain.Ndcg(grades, [.. grades], 3), 1e-12);
        Assert.Equal(1, Gain.Ndcg([0, 0], [1, 2], 5));
    }

    [Theory]
    [InlineData(TreeLoss.LambdaRank)]
    [InlineData(TreeLoss.Pairwise)]
    [InlineData(TreeLoss.CrossEntropyNdcg)]
    public void Ranking_pushes_up_what_is_better_and_sums_to_nothing_within_a_group(TreeLoss loss)
    {
        double[] labels = [0, 2, 1, 0, 3, 0, 1, 0];
        int[] groups = [1, 1, 1, 1, 2, 2, 2, 2];
        var objective = Make(loss, labels, null, groups: groups);
        var pairs = new[] { new float[16] };
        using var crew = new Crew(1, default);
        objective.Fill(0, [new double[8]], pairs, crew);
        foreach (var group in new[] { 0, 4 })
        {
            var gradients = Enumerable.Range(group, 4).Select(r => pairs[0][r * 2]).ToArray();
            Assert.Equal(0, gradients.Sum(), 1e-5);
            Assert.Equal(Array.IndexOf(gradients, gradients.Min()), Array.IndexOf(labels[group..(group + 4)], labels[group..(group + 4)].Max()));
        }
    }

    [Theory]
    [InlineData(TreeLoss.LambdaRank)]
    [InlineData(TreeLoss.Pairwise)]
    [InlineData(TreeLoss.CrossEntropyNdcg)]
    public void Ranking_learns_an_order_within_groups(TreeLoss loss)
    {
        var (train, test) = (Queries(1), Queries(2));
        var model = new BoostedTrees { Loss = loss, Trees = 40, MaxLeaves = 8, MinChildWeight = 1e-3 }.Fit(train, new FitContext(new Seed(1)) { Validation = test });
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        var (learned, chance) = (Ndcg(test, scores), Ndcg(test, new double[test.Rows]));
        Assert.Equal(ModelOutput.Score, model.Output);
        Assert.True(learned > chance + ((1 - chance) / 3), $"{learned} after {chance}");
        Assert.Contains("groups", Assert.Throws<TrainingException>(() =>
            new BoostedTrees { Loss = loss }.Fit(Sample.Make(50), new FitContext(new Seed(1)))).Message, StringComparison.Ordinal);
    }

    private static double Ndcg(Dataset rows, double[] scores)
    {
        var targets = new Targets(rows);
        return Enumerable.Range(0, targets.Groups).Average(g =>
            Gain.Ndcg(targets.Labels[targets.Starts[g]..targets.Starts[g + 1]], scores.AsSpan()[targets.Starts[g]..targets.Starts[g + 1]], 5));
    }

    private static Dataset Queries(ulong seed)
    {
        var stream = new Seed(seed).Stream();
        const int Count = 1200;
        var columns = Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, Count).Select(_ => stream.NextGaussian()).ToArray()).ToArray();
        double[] labels = [.. Enumerable.Range(0, Count).Select(r => Math.Clamp(Math.Round(1.5 + columns[0][r] - (columns[1][r] * columns[2][r]) + stream.NextGaussian(0, 0.5)), 0, 4))];
        return new Dataset(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"x{c}"))), columns, labels, new long[Count], groups: [.. Enumerable.Range(0, Count).Select(r => r / 12)]);
    }

    private static (double Gradient, double Curvature) Slope(Objective objective, Targets targets, double[][] scores, int output, int row)
    {
        const double H = 1e-3;
        var score = scores[output][row];
        double At(double s)
        {
            scores[output][row] = s;
            var loss = objective.Loss(targets, scores);
            scores[output][row] = score;
            return loss;
        }

        var (up, here, down) = (At(score + H), At(score), At(score - H));
        return ((up - down) / (2 * H), (up - (2 * here) + down) / (H * H));
    }

    private static Targets Targets(double[] labels, double[]? weights, int[]? groups = null) => new(
        new Dataset(new FeatureSchema([new FeatureSpec("x")]), [new double[labels.Length]], labels, new long[labels.Length], weights, groups: groups));

    private static Objective Make(TreeLoss loss, double[] labels, double[]? weights, int classes = 0, int[]? groups = null) =>
        ObjectiveFactory.Make(new BoostedTrees { Loss = loss, Quantile = 0.7, HuberDelta = 0.6, ScalePositive = 2 }, Targets(labels, weights, groups), classes, new Seed(1));
}
