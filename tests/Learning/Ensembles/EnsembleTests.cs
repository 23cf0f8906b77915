using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Ensembles;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Rows;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Ensembles;

public sealed class EnsembleTests
{
    private static readonly FitContext s_context = new(new Seed(5));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    /// <summary>The model that scores a row must not have learned from it: the recording learner would answer 1.</summary>
    [Theory, MemberData(nameof(Seeds))]
    public void Out_of_fold_scores_come_from_models_that_have_not_seen_the_row(int seed)
    {
        var rows = Numbered(80 + (seed * 13), seed);
        ISplitter[] splitters = [new KFold(2 + seed), new StratifiedKFold(3), new TimeSeriesSplit(3), new HoldOut(0.4), new HoldOut(0.3) { AtRandom = true }, new GroupKFold { Feature = "bucket" }, new AutoKFold()];
        foreach (var splitter in splitters)
        {
            var learner = new RecordingLearner();
            var outOfFold = OutOfFold.Fit([learner, learner], rows, splitter, s_context with { Threads = 2 });
            Assert.All(outOfFold.Scores, column => Assert.All(column, score => Assert.Equal(0, score)));
            Assert.Equal(outOfFold.Rows.Length, outOfFold.Scores[0].Length);
            // The models kept for serving have seen every row.
            Assert.Equal(2, learner.Fits.Count(f => f.Count == rows.Rows));
        }
    }

    [Fact]
    public void Rows_that_no_fold_tests_do_not_reach_the_final_learner()
    {
        var rows = Numbered(100, 1);
        var final = new RecordingLearner();
        new Stacking([new RecordingLearner()], final) { Folds = new HoldOut(0.25), PassThrough = true }.Fit(rows, s_context);
        var outOfFold = OutOfFold.Fit([new RecordingLearner()], rows, new TimeSeriesSplit(4), s_context);
        Assert.Equal(80, outOfFold.Rows.Length);
        Assert.Equal(80, outOfFold.Predicted(rows).Rows);
        Assert.Equal([0.0], Assert.Single(final.Fits)); // every held-out score is 0
    }

    /// <summary>Labels at random and a learner that knows its rows by heart: whoever leaks believes it and is far off on new rows.</summary>
    [Fact]
    public void Labels_at_random_stay_at_random()
    {
        var (train, test) = (Noise(800, 1), Noise(800, 2));
        var byHeart = new BoostedTrees { Trees = 40, MaxLeaves = 100, MinChildWeight = 0.01, Lambda = 0.01 };
        Assert.True(LogLoss(byHeart.Fit(train, s_context), test) > 0.9);
        Assert.InRange(LogLoss(new Stacking([byHeart], new LogisticRegression()).Fit(train, s_context), test), 0.68, 0.72);
        Assert.InRange(LogLoss(new Blending([byHeart, new Constant(ModelOutput.Probability)]).Fit(train, s_context), test), 0.68, 0.72);
    }

    [Fact]
    public void Bagging_lowers_the_loss_of_an_unstable_learner_and_stacking_is_at_least_as_good_as_its_parts()
    {
        var (train, test) = (Sample.Make(3000), Sample.Make(6000, seed: 3));
        var deep = new BoostedTrees { Trees = 30, MaxLeaves = 64, LearningRate = 0.3 };
        var alone = LogLoss(deep.Fit(train, s_context), test);
        Assert.True(LogLoss(new Bagging(deep).Fit(train, s_context), test) < alone - 0.05);
        var linear = LogLoss(new LogisticRegression().Fit(train, s_context), test);
        Assert.True(LogLoss(new Stacking([deep, new LogisticRegression()], new LogisticRegression()).Fit(train, s_context), test) < Math.Min(alone, linear) + 0.005);
        Assert.True(LogLoss(new Blending([deep, new LogisticRegression()]).Fit(train, s_context), test) < Math.Min(alone, linear) + 0.005);
    }

    [Fact]
    public void A_member_of_a_bag_sees_about_63_percent_of_the_rows_and_every_class()
    {
        var (rows, learner) = (Numbered(2000, 1), new RecordingLearner());
        new Bagging(learner) { Members = 20 }.Fit(rows, s_context);
        Assert.All(learner.Fits, seen => Assert.InRange(seen.Count / 2000.0, 0.60, 0.665));
        Assert.Equal(20, learner.Fits.Select(f => f.Sum()).Distinct().Count());
        var rare = new Dataset(rows.Schema, [.. Enumerable.Range(0, 2).Select(c => rows.Column(c).ToArray())], [.. Enumerable.Range(0, 2000).Select(i => i == 77 ? 1.0 : 0)], rows.Times.ToArray());
        var once = new RecordingLearner();
        new Bagging(once) { Members = 20 }.Fit(rare, s_context);
        Assert.All(once.Fits, seen => Assert.Contains(77.0, seen));
    }

    [Fact]
    public void Bagging_draws_whole_groups()
    {
        var (count, plain) = (300, Numbered(300, 1));
        var rows = new Dataset(plain.Schema, [.. Enumerable.Range(0, 2).Select(c => plain.Column(c).ToArray())], plain.Labels.ToArray(), plain.Times.ToArray(),
            groups: [.. Enumerable.Range(0, count).Select(i => i / 3)]);
        var learner = new RecordingLearner();
        new Bagging(learner).Fit(rows, s_context);
        Assert.All(learner.Fits, seen => Assert.All(seen, first => Assert.Superset(Enumerable.Range((int)first / 3 * 3, 3).Select(i => (double)i).ToHashSet(), seen)));
    }

    [Fact]
    public void Pasting_takes_its_share_without_repeats()
    {
        var learner = new RecordingLearner();
        new Bagging(learner) { RowShare = 0.4, Replace = false }.Fit(Numbered(1000, 1), s_context);
        Assert.All(learner.Fits, seen => Assert.InRange(seen.Count, 395, 405));
    }

    [Fact]
    public void Voting_is_the_weighted_mean()
    {
        var rows = Sample.Make(400);
        ILearner[] parts = [new LogisticRegression(), new BoostedTrees { Trees = 5 }];
        var model = new Voting(parts) { Weights = [3, 1] }.Fit(rows, s_context);
        var (a, b) = (parts[0].Fit(rows, s_context with { Seed = s_context.Seed.Derive(0) }), parts[1].Fit(rows, s_context with { Seed = s_context.Seed.Derive(1) }));
        for (var row = 0; row < 50; row++)
            Assert.Equal((0.75 * a.Predict(Sample.Vector(rows, row))) + (0.25 * b.Predict(Sample.Vector(rows, row))), model.Predict(Sample.Vector(rows, row)), 1e-12);
    }

    [Fact]
    public void Learners_that_cannot_be_joined_are_refused()
    {
        var rows = Sample.Make(200);
        foreach (var learner in new ILearner[]
        {
            new Voting([new LogisticRegression(), new LinearRegression()]), new Voting([new LogisticRegression(), new ClassShares()]),
            new Blending([new LogisticRegression(), new LinearRegression()]), new Voting([new LogisticRegression()]) { Weights = [1, 2] },
            new Voting([new LogisticRegression()]) { Weights = [0] }, new Bagging(new LogisticRegression()) { Replace = false },
        })
            Assert.Contains("must", Assert.Throws<TrainingException>(() => learner.Fit(rows, s_context)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Voting([]));
    }

    [Theory]
    [InlineData("bagging-classes"), InlineData("blending-classes"), InlineData("stacking-classes")]
    public void Ensembles_of_classifiers_are_classifiers(string name)
    {
        var rows = Classes(500);
        var model = Assert.IsAssignableFrom<IClassifier>(Learners.Named(name) is Stacking stacking
            ? (stacking with { Learners = [new ClassShares(), new ClassShares { Feature = 1 }] }).Fit(rows, s_context)
            : Learners.Named(name).Fit(rows, s_context));
        Assert.Equal((3, ModelOutput.Class), (model.Classes, model.Output));
        var (all, one) = (new double[3 * rows.Rows], new double[3]);
        model.Probabilities(rows, all);
        for (var row = 0; row < rows.Rows; row++)
        {
            model.Probabilities(Sample.Vector(rows, row), one);
            Assert.Equal(all.AsSpan(row * 3, 3).ToArray(), one);
            Assert.Equal(1, one.Sum(), 1e-9);
            Assert.All(one, p => Assert.InRange(p, 0, 1));
            Assert.Equal(Array.IndexOf(one, one.Max()), model.Predict(Sample.Vector(rows, row)));
        }

        var vector = Sample.Vector(rows, 3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            model.Probabilities(vector, one);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        var loaded = LearnerLaws.Formats.Load<IClassifier>(Data.Formats.ArtifactFormats.Save(model));
        loaded.Probabilities(vector, one);
        Assert.Equal(all.AsSpan(9, 3).ToArray(), one);
    }

    private static double LogLoss(IModel model, Dataset rows)
    {
        var (scores, sum, total) = (new double[rows.Rows], 0.0, 0.0);
        model.Predict(rows, scores);
        for (var row = 0; row < scores.Length; row++)
        {
            sum -= rows.Weight(row) * Math.Log(Math.Max(1e-12, rows.Labels[row] == 1 ? scores[row] : 1 - scores[row]));
            total += rows.Weight(row);
        }

        return sum / total;
    }

    private static Dataset Classes(int count)
    {
        var rows = Sample.Make(count);
        return new Dataset(rows.Schema, [.. Enumerable.Range(0, rows.Width).Select(c => rows.Column(c).ToArray())],
            [.. Enumerable.Range(0, count).Select(i => rows.Column(0)[i] > 10 ? 2.0 : rows.Column(1)[i] > 40 ? 1 : 0)], rows.Times.ToArray());
    }

    /// <summary>Rows whose first feature is their number.</summary>
    private static Dataset Numbered(int count, int seed)
    {
        var stream = new Seed((ulong)seed).Stream();
        return new Dataset(new FeatureSchema([new FeatureSpec("number"), new FeatureSpec("bucket")]),
            [[.. Enumerable.Range(0, count).Select(i => (double)i)], [.. Enumerable.Range(0, count).Select(_ => (double)stream.NextInt(9))]],
            [.. Enumerable.Range(0, count).Select(i => i % 2.0)], [.. Enumerable.Range(0, count).Select(i => (long)i)]);
    }

    private static Dataset Noise(int count, ulong seed)
    {
        var stream = new Seed(seed).Stream();
        return new Dataset(new FeatureSchema([new FeatureSpec("x")]), [[.. Enumerable.Range(0, count).Select(_ => stream.NextDouble())]],
            [.. Enumerable.Range(0, count).Select(_ => (double)stream.NextInt(2))], new long[count]);
    }
}
