using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Trees;

/// <summary>Promises of the histogram core: what may change the trees, and what may not.</summary>
public sealed class GrowthTests
{
    private static readonly FitContext Context = new(new Seed(1));

    [Theory]
    [InlineData(TreeGrowthOrder.LeafWise)]
    [InlineData(TreeGrowthOrder.DepthWise)]
    public void Narrow_sums_give_the_same_bytes_at_any_number_of_threads(TreeGrowthOrder growth)
    {
        var rows = Many(70_000);
        var options = new BoostedTrees { Trees = 4, MaxLeaves = 60, Growth = growth };
        var first = ArtifactFormats.Save(options.Fit(rows, Context));
        Assert.Equal(first, ArtifactFormats.Save(options.Fit(rows, Context with { Threads = 2 })));
        Assert.Equal(first, ArtifactFormats.Save(options.Fit(rows, Context with { Threads = 5 })));
    }

    /// <summary>Whole numbers in, no function of the C library: the same bytes with every instruction set switched on or off
    /// (DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0, DOTNET_EnableHWIntrinsic=0) and on every machine.</summary>
    [Fact]
    public void A_model_has_the_same_bytes_whatever_instructions_there_are()
    {
        var stream = new Seed(21).Stream();
        const int Count = 40_000;
        var columns = Enumerable.Range(0, 9).Select(c => Enumerable.Range(0, Count).Select(_ => (double)stream.NextInt(50 * (c + 1))).ToArray()).ToArray();
        double[] labels = [.. Enumerable.Range(0, Count).Select(r => (columns[0][r] * columns[1][r]) - columns[8][r] + stream.NextInt(100))];
        columns[3] = [.. columns[3].Select(v => v < 20 ? double.NaN : v)];
        var rows = new Dataset(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"x{c}"))), columns, labels, new long[Count]);
        var bytes = ArtifactFormats.Save(new BoostedTrees { Loss = TreeLoss.Squared, Trees = 3, MaxLeaves = 40 }.Fit(rows, Context));
        Assert.Equal("BFD3B665B84BED47", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))[..16]);
    }

    [Fact]
    public void Narrow_sums_give_trees_as_good_as_wide_ones()
    {
        var rows = Many(60_000);
        var (narrow, wide) = (Grow(rows, true), Grow(rows, false));
        Assert.Equal(wide.Gain, narrow.Gain, 0.01 * wide.Gain);

        static (double Gain, int Leaves) Grow(Dataset rows, bool narrow)
        {
            using var crew = new Crew(1, default);
            using var binned = BinnedRows.Of(rows, 255, true, new Seed(1), crew);
            var pairs = new float[rows.Rows * 2];
            for (var row = 0; row < rows.Rows; row++)
                (pairs[row * 2], pairs[(row * 2) + 1]) = (0.5f - (float)rows.Labels[row], 0.25f);
            var grower = new TreeGrower(new GrowthOptions { MaxLeaves = 60, MaxDepth = 64, MinChildWeight = 1, Lambda = 1 }, binned, crew) { AllowNarrow = narrow };
            var gradients = new Gradients(rows.Rows);
            var tree = grower.Grow(gradients, pairs, null, [.. binned.Features.Select(_ => true)], new Seed(1));
            Assert.Equal(narrow, gradients.Narrow);
            return (tree.Nodes.Where(n => n.Left >= 0).Sum(n => n.Split.Gain), tree.Leaves.Count);
        }
    }

    [Fact]
    public void Bundling_changes_nothing_but_the_number_of_columns()
    {
        var stream = new Seed(5).Stream();
        const int Count = 3000, Words = 30;
        var columns = Enumerable.Range(0, Words + 2).Select(_ => new double[Count]).ToArray();
        var labels = new double[Count];
        for (var row = 0; row < Count; row++)
        {
            var word = stream.NextInt(Words);
            columns[word][row] = stream.NextBool(0.05) ? double.NaN : 1 + stream.NextInt(4);
            (columns[Words][row], columns[Words + 1][row]) = (stream.NextGaussian(), stream.NextGaussian());
            labels[row] = stream.NextBool(1 / (1 + Math.Exp(-columns[Words][row] - (word % 3) + 1))) ? 1 : 0;
        }

        var rows = new Dataset(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"w{c}"))), columns, labels, new long[Count]);
        using var crew = new Crew(1, default);
        using var bundled = BinnedRows.Of(rows, 255, true, new Seed(1), crew);
        Assert.InRange(bundled.Columns, 3, 8);
        for (var row = 0; row < Count; row += 7)
            for (var feature = 0; feature < columns.Length; feature++)
                Assert.Equal(bundled.Features[feature].BinOf(columns[feature][row]), bundled.Bin(feature, row));
        var options = new BoostedTrees { Trees = 15, MaxLeaves = 12, MinChildWeight = 0.1 };
        Assert.Equal(ArtifactFormats.Save((options with { Bundle = false }).Fit(rows, Context)), ArtifactFormats.Save(options.Fit(rows, Context)));
    }

    [Fact]
    public void Columns_in_single_precision_give_the_same_model_as_rows_in_double()
    {
        var rows = Many(5000);
        var source = new FloatColumns(rows.Schema, [.. Enumerable.Range(0, rows.Width).Select(c => Array.ConvertAll(rows.Column(c).ToArray(), v => (float)v))], rows.Labels.ToArray());
        var options = new BoostedTrees { Trees = 5 };
        Assert.Equal(ArtifactFormats.Save(options.Fit(rows, Context)), ArtifactFormats.Save(options.Fit(source, Context)));
    }

    [Fact]
    public void Monotone_constraints_hold_everywhere()
    {
        var rows = Sample.Make(3000, weighted: false);
        var free = new BoostedTrees { Trees = 60, MaxLeaves = 20, MinChildWeight = 0.1 };
        var bound = free with { Monotone = new Dictionary<string, int> { ["amount"] = 1, ["hour"] = -1 } };
        Assert.True(Violations(free.Fit(rows, Context), rows) > 0);
        Assert.Equal(0, Violations(bound.Fit(rows, Context), rows));

        static int Violations(IModel model, Dataset rows)
        {
            var count = 0;
            for (var row = 0; row < 150; row++)
                foreach (var (feature, sign, top) in new[] { (0, 1, 60.0), (3, -1, 24.0) })
                {
                    var (vector, last) = (Sample.Vector(rows, row), double.NaN);
                    for (var at = 0; at <= 60; at++)
                    {
                        vector[feature] = top * at / 60;
                        var score = model.Predict(vector);
                        count += sign * (score - last) < -1e-12 ? 1 : 0;
                        last = score;
                    }
                }

            return count;
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Quantiles_cover_their_share_of_rows(double share)
    {
        var (train, test) = (Noisy(4000, 1), Noisy(4000, 2));
        var model = new BoostedTrees { Loss = TreeLoss.Quantile, Quantile = share, Trees = 80, MaxLeaves = 8, MinChildWeight = 40 }.Fit(train, Context);
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        Assert.InRange(scores.Zip(test.Labels.ToArray()).Average(p => p.Second <= p.First ? 1.0 : 0), share - 0.04, share + 0.04);
    }

    [Fact]
    public void Poisson_and_tweedie_scores_are_means()
    {
        var train = Counts(6000, 1);
        foreach (var loss in new[] { TreeLoss.Poisson, TreeLoss.Tweedie })
        {
            var scores = new double[train.Rows];
            new BoostedTrees { Loss = loss, Trees = 100, MaxLeaves = 8 }.Fit(train, Context).Predict(train, scores);
            Assert.All(scores, s => Assert.True(s > 0));
            Assert.Equal(1, scores.Average() / train.Labels.ToArray().Average(), 0.02);
            for (var x = 0; x < 4; x++)
                Assert.Equal(x + 1, scores.Where((_, r) => train.Column(0)[r] == x).Average(), 0.15 * (x + 1));
        }
    }

    [Fact]
    public void One_side_sampling_sees_large_gradients_and_keeps_sums()
    {
        var stream = new Seed(2).Stream();
        const int Count = 50_000;
        var pairs = new float[Count * 2];
        for (var row = 0; row < Count; row++)
            (pairs[row * 2], pairs[(row * 2) + 1]) = ((float)stream.NextGaussian(), 1);
        var before = (float[])pairs.Clone();
        var sampler = new RowSampler(new BoostedTrees { Goss = new OneSideSampling { Top = 0.2, Other = 0.1 }, LearningRate = 0.5 }, Count);
        Assert.Null(sampler.Draw(0, [pairs], new Seed(1).Stream()));
        var sample = sampler.Draw(5, [pairs], new Seed(1).Stream())!;
        var limit = Enumerable.Range(0, Count).Select(r => Math.Abs(before[r * 2])).OrderDescending().ElementAt((Count / 5) - 1);
        var drawn = sample.ToHashSet();
        Assert.InRange(sample.Length, Count * 0.28, Count * 0.32);
        Assert.All(Enumerable.Range(0, Count).Where(r => Math.Abs(before[r * 2]) >= limit), r => Assert.Contains(r, drawn));
        Assert.Equal(Count, sample.Sum(r => pairs[(r * 2) + 1]), Count * 0.02);
        Assert.Equal(sample.Order(), sample);
    }

    [Fact]
    public void Selection_finds_what_sorting_finds()
    {
        var stream = new Seed(9).Stream();
        float[] values = [.. Enumerable.Range(0, 999).Select(i => i % 7 == 0 ? 0 : (float)stream.NextLogNormal(0, 5))];
        var sorted = values.OrderDescending().ToArray();
        foreach (var k in new[] { 1, 2, 10, 500, 900, 999 })
            Assert.Equal(sorted[k - 1], Selection.Largest(values, k));
    }

    [Fact]
    public void Dropout_keeps_the_model_and_its_training_scores_in_step()
    {
        // the last round is grown on what all others leave; if scores and trees had parted, later rounds would not lower the loss
        var rows = Sample.Make(1500, weighted: false);
        double Loss(int trees) => LogLoss(new BoostedTrees { Trees = trees, Dart = new TreeDropout { Rate = 0.3, Skip = 0 }, LearningRate = 0.3 }.Fit(rows, Context), rows);
        var losses = new[] { 2, 10, 40 }.Select(Loss).ToArray();
        Assert.Equal(losses.OrderDescending(), losses);
    }

    [Fact]
    public void Softmax_of_two_classes_agrees_with_logistic_and_three_classes_are_learned()
    {
        var rows = Sample.Make(2000, weighted: false);
        var two = (IClassifier)new BoostedTrees { Loss = TreeLoss.Softmax, Trees = 30 }.Fit(rows, Context);
        var one = new BoostedTrees { Trees = 30 }.Fit(rows, Context);
        var shares = new double[2];
        var gap = Enumerable.Range(0, 500).Average(r =>
        {
            two.Probabilities(Sample.Vector(rows, r), shares);
            return Math.Abs(shares[1] - one.Predict(Sample.Vector(rows, r)));
        });
        Assert.InRange(gap, 0, 0.05);
        var three = rows.Labels.ToArray().Select((l, r) => rows.Column(0)[r] > 12 ? 2.0 : l).ToArray();
        var labelled = new Dataset(rows.Schema, [.. Enumerable.Range(0, rows.Width).Select(c => rows.Column(c).ToArray())], three, rows.Times.ToArray());
        var scores = new double[rows.Rows];
        new BoostedTrees { Loss = TreeLoss.Softmax, Trees = 30 }.Fit(labelled, Context).Predict(labelled, scores);
        Assert.InRange(scores.Zip(three).Average(p => p.First == p.Second ? 1.0 : 0), 0.8, 1);
    }

    private static double LogLoss(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        return -scores.Zip(rows.Labels.ToArray()).Average(p => Math.Log(p.Second == 1 ? p.First : 1 - p.First));
    }

    private static Dataset Many(int count)
    {
        var stream = new Seed(11).Stream();
        var columns = Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, count).Select(_ => (double)(float)stream.NextGaussian()).ToArray()).ToArray();
        double[] labels = [.. Enumerable.Range(0, count).Select(r => stream.NextBool(1 / (1 + Math.Exp(-(columns[0][r] * columns[1][r]) - columns[2][r]))) ? 1.0 : 0)];
        return new Dataset(new FeatureSchema(columns.Select((_, c) => new FeatureSpec($"x{c}"))), columns, labels, new long[count]);
    }

    private static Dataset Noisy(int count, ulong seed)
    {
        var stream = new Seed(seed).Stream();
        double[] x = [.. Enumerable.Range(0, count).Select(_ => stream.NextDouble(-2, 2))];
        return new Dataset(new FeatureSchema([new FeatureSpec("x")]), [x], [.. x.Select(v => (v * v) + stream.NextGaussian(0, 0.3 + Math.Abs(v)))], new long[count]);
    }

    private static Dataset Counts(int count, ulong seed)
    {
        var stream = new Seed(seed).Stream();
        double[] x = [.. Enumerable.Range(0, count).Select(_ => (double)stream.NextInt(4))];
        return new Dataset(new FeatureSchema([new FeatureSpec("x")]), [x], [.. x.Select(v => (double)stream.NextPoisson(v + 1))], new long[count]);
    }
}
