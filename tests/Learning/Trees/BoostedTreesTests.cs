using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

public sealed class BoostedTreesTests
{
    private static readonly FitContext Context = new(new Seed(1));

    /// <summary>One split, worked by hand: labels 0,0,4,4 around mean 2; λ = 0 gives leaves of ∓2 times the learning rate.</summary>
    [Fact]
    public void A_single_split_has_the_values_of_the_formula()
    {
        var stump = new BoostedTrees { Loss = TreeLoss.Squared, Trees = 1, MaxLeaves = 2, Lambda = 0, LearningRate = 0.5 };
        var model = (TreesModel)stump.Fit(Oracle.Table([[1, 2, 3, 4]], [0, 0, 4, 4]), Context);
        Assert.Equal(1, model.Predict([2.49]), 1e-12);
        Assert.Equal(3, model.Predict([2.51]), 1e-12);
        Assert.Equal(2, model.Baseline, 1e-12);
        var with = (TreesModel)(stump with { Lambda = 2, Alpha = 1 }).Fit(Oracle.Table([[1, 2, 3, 4]], [0, 0, 4, 4]), Context);
        Assert.Equal(2 - (0.5 * (4 - 1) / (2 + 2)), with.Predict([1]), 1e-12);
        Assert.Equal(new FeatureImportance("x0", 16, 1), Assert.Single(model.Importance));
    }

    [Theory]
    [InlineData(10.0, 10.0)]
    [InlineData(0.0, 0.0)]
    public void Missing_goes_where_it_lowers_the_loss(double missingLabel, double expected)
    {
        double[] x = [1, 2, 3, 4, double.NaN, double.NaN], y = [0, 0, 10, 10, missingLabel, missingLabel];
        var model = new BoostedTrees { Loss = TreeLoss.Squared, Trees = 1, MaxLeaves = 2, Lambda = 0, LearningRate = 1 }.Fit(Oracle.Table([x], y), Context);
        Assert.Equal(expected, model.Predict([double.NaN]), 1e-6);
        Assert.Equal(0, model.Predict([1]), 1e-6);
        Assert.Equal(10, model.Predict([4]), 1e-6);
    }

    [Fact]
    public void Missing_alone_can_be_split_off()
    {
        double[] x = [1, 2, 3, 4, double.NaN, double.NaN], y = [5, 5, 5, 5, 9, 9];
        var model = new BoostedTrees { Loss = TreeLoss.Squared, Trees = 1, MaxLeaves = 2, Lambda = 0, LearningRate = 1 }.Fit(Oracle.Table([x], y), Context);
        Assert.Equal(9, model.Predict([double.NaN]), 1e-6);
        Assert.Equal(5, model.Predict([1e9]), 1e-6);
    }

    [Fact]
    public void Categories_split_by_their_means_whatever_their_codes()
    {
        var names = new[] { "a", "b", "c", "d", "e", "f" };
        var (codes, labels) = (new List<double>(), new List<double>());
        for (var i = 0; i < 240; i++)
        {
            codes.Add(Category.Code(names[i % 6]));
            labels.Add(i % 6 % 2 == 0 ? 7 : 1);
        }

        var rows = new Dataset(new FeatureSchema([new FeatureSpec("c", FeatureKind.Categorical)]), [[.. codes]], [.. labels], new long[240]);
        var model = (TreesModel)new BoostedTrees { Loss = TreeLoss.Squared, Trees = 1, MaxLeaves = 2, Lambda = 0, LearningRate = 1, CategoryLambda = 0 }.Fit(rows, Context);
        for (var i = 0; i < 6; i++)
            Assert.Equal(i % 2 == 0 ? 7 : 1, model.Predict([Category.Code(names[i])]), 1e-6);
        Assert.True(double.IsFinite(model.Predict([Category.Code("unseen")])));
        Assert.Equal(2, model.Leaves);
    }

    [Fact]
    public void More_categories_than_bins_share_one_with_unseen_codes()
    {
        var rows = Sample.Make(3000);
        var model = new BoostedTrees { Trees = 20, MaxBins = 8 }.Fit(rows, Context);
        var vector = Sample.Vector(rows, 0);
        vector[5] = Category.Code("unseen 1");
        var one = model.Predict(vector);
        vector[5] = Category.Code("unseen 2");
        Assert.Equal(one, model.Predict(vector));
    }

    [Fact]
    public void Early_stopping_keeps_the_trees_up_to_the_best()
    {
        var (train, validation) = (Sample.Make(800), Sample.Make(800, seed: 2));
        var options = new BoostedTrees { Trees = 300, LearningRate = 0.3, EarlyStoppingRounds = 10 };
        var stopped = (TreesModel)options.Fit(train, Context with { Validation = validation });
        Assert.InRange(stopped.Trees, 1, 299);
        var best = LogLoss(stopped, validation);
        foreach (var trees in new[] { Math.Max(1, stopped.Trees - 2), stopped.Trees + 1, stopped.Trees + 5, 300 })
            Assert.True(best <= LogLoss((options with { Trees = trees }).Fit(train, Context), validation) + 1e-12);
        var same = (options with { Trees = stopped.Trees }).Fit(train, Context);
        Assert.Equal(ArtifactFormats.Save(same), ArtifactFormats.Save(stopped));
    }

    [Fact]
    public void Limits_hold()
    {
        var rows = Sample.Make(2000);
        var deep = (TreesModel)new BoostedTrees { Trees = 10, MaxLeaves = 7, MinChildWeight = 0 }.Fit(rows, Context);
        Assert.Equal(70, deep.Leaves);
        var shallow = (TreesModel)new BoostedTrees { Trees = 10, MaxLeaves = 100, MaxDepth = 2 }.Fit(rows, Context);
        Assert.InRange(shallow.Leaves, 20, 40);
        Assert.Equal(0, ((TreesModel)new BoostedTrees { Trees = 10, Gamma = 1e9 }.Fit(rows, Context)).Trees);
        Assert.Equal(0, ((TreesModel)new BoostedTrees { Trees = 10, MinChildWeight = 1e9 }.Fit(rows, Context)).Trees);
    }

    [Fact]
    public void Labels_of_any_unit_give_the_same_trees_in_that_unit()
    {
        var rows = Sample.Make(400, weighted: false);
        Dataset Scaled(double unit) => new(rows.Schema, [.. Enumerable.Range(0, rows.Width).Select(c => rows.Column(c).ToArray())],
            [.. Enumerable.Range(0, rows.Rows).Select(r => (rows.Labels[r] + (0.01 * r)) * unit)], rows.Times.ToArray());
        var options = new BoostedTrees { Loss = TreeLoss.Squared, Trees = 20 };
        var (one, big) = (options.Fit(Scaled(1), Context), options.Fit(Scaled(Math.ScaleB(1, 400)), Context));
        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(one.Predict(Sample.Vector(rows, row)), Math.ScaleB(big.Predict(Sample.Vector(rows, row)), -400), 1e-4);
    }

    [Fact]
    public void Weights_act_like_repeated_rows()
    {
        var rows = Sample.Make(200, weighted: false);
        double[] weights = [.. Enumerable.Range(0, 200).Select(r => 1.0 + (r % 3))];
        int[] repeated = [.. Enumerable.Range(0, 200).SelectMany(r => Enumerable.Repeat(r, 1 + (r % 3)))];
        var options = new BoostedTrees { Trees = 10, MaxLeaves = 6, Loss = TreeLoss.Squared };
        var (a, b) = (options.Fit(rows.WithWeights(weights), Context), options.Fit(rows.Select(repeated), Context));
        for (var row = 0; row < rows.Rows; row++)
            Assert.Equal(a.Predict(Sample.Vector(rows, row)), b.Predict(Sample.Vector(rows, row)), 1e-5);
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var seen = new Collected();
        new BoostedTrees { Trees = 5 }.Fit(Sample.Make(200), Context with { Progress = seen });
        Assert.Equal(seen.Values.Order(), seen.Values);
        Assert.Equal(1, seen.Values[^1]);
    }

    private static double LogLoss(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        var sum = 0.0;
        for (var row = 0; row < scores.Length; row++)
            sum -= rows.Weight(row) * Math.Log(rows.Labels[row] == 1 ? scores[row] : 1 - scores[row]);
        return sum;
    }

    private sealed class Collected : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
