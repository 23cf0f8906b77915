using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Tests.Ensembles;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Trees;
using Bellwether.Learning.Tuning;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Tuning;

public sealed class CrossValidationTests
{
    private static readonly TrialRun s_run = new(new Seed(3), 1, 1, default);

    [Fact]
    public void No_row_is_judged_by_a_model_that_learned_from_it_or_stopped_early_on_it()
    {
        var rows = Sample.Make(300, weighted: false);
        foreach (var share in new[] { 0, 0.2 })
        {
            var learner = new RecordingLearner();
            var validation = new CrossValidation(rows, new KFold(5), (model, test) => Sum(model, test), new Seed(1)) { ValidationShare = share };
            Assert.Equal(0, validation.Judge(learner, s_run).Value);
            Assert.All(learner.Fits, f => Assert.Equal(share == 0 ? 240 : 192, f.Count));
        }
    }

    [Theory]
    [InlineData(0.5), InlineData(0.1)]
    public void A_share_of_the_rows_is_a_part_of_a_larger_share_and_keeps_the_classes(double share)
    {
        var rows = Sample.Make(1000);
        var sample = new RowSample(rows, new Seed(4));
        int[] all = [.. Enumerable.Range(0, 1000)];
        var (less, more) = (sample.Take(all, share), sample.Take(all, share * 1.5));
        Assert.InRange(less.Length, share * 1000, (share * 1000) + 2);
        Assert.Subset(more.ToHashSet(), less.ToHashSet());
        Assert.Equal(rows.Labels.ToArray().Average(), less.Average(row => rows.Labels[row]), 0.02);
        Assert.Equal(all, sample.Take(all, 1));
    }

    [Fact]
    public void The_score_is_the_mean_over_folds_and_its_interval_students()
    {
        var (rows, fold) = (Sample.Make(100), 0);
        double[] scores = [3, 5, 4, 8];
        var score = new CrossValidation(rows, new KFold(4), (_, _) => scores[fold++], new Seed(1)).Judge(new Constant(), s_run);
        Assert.Equal(5, score.Value);
        Assert.Equal(5 - (3.182446305 * 1.080123450), score.Low, 1e-6); // t of 3 degrees at 0.975, times s / √4
        Assert.Equal(10 - score.Low, score.High, 1e-9);
        Assert.True(double.IsNaN(new CrossValidation(rows, new HoldOut(), (_, _) => 1, new Seed(1)).Judge(new Constant(), s_run).Low));
    }

    [Fact]
    public async Task Tuning_finds_a_penalty_that_is_near_the_best_of_a_fine_grid()
    {
        var rows = Sample.Make(400);
        var strength = Space.LogUniform("penalty", 1e-3, 1e4);
        var space = new SearchSpace<ILearner>("logistic", p => new LogisticRegression { Penalty = Penalty.L2(p.Get(strength)) }, strength);
        var validation = new CrossValidation(rows, new StratifiedKFold(4), LogLoss, new Seed(1));
        var grid = await new Study<ILearner>(space, new GridSearch(40), validation.Judge) { Threads = 2 }.RunAsync();
        var tuned = await new Study<ILearner>(space, new TpeSearch(30), validation.Judge) { Threads = 2 }.RunAsync();
        Assert.True(tuned.Best.Score!.Value < grid.Best.Score!.Value + 1e-4);
        Assert.True(tuned.Best.Score.Value < grid.Trials.Max(t => t.Score!.Value) - 0.01);
    }

    [Fact]
    public async Task Halving_over_trees_and_over_rows_both_give_a_candidate_at_full_budget()
    {
        var rows = Sample.Make(500);
        var rate = Space.LogUniform("rate", 0.01, 0.5);
        var space = new SearchSpace<ILearner>("trees", p => new BoostedTrees { Trees = 27, LearningRate = p.Get(rate), MaxLeaves = 4 }, rate);
        var validation = new CrossValidation(rows, new StratifiedKFold(3), LogLoss, new Seed(1));
        foreach (var one in new[] { space, space with { AtShare = (l, share) => (BoostedTrees)l with { Trees = (int)Math.Round(27 * share) } } })
        {
            var result = await new Study<ILearner>(one, new SuccessiveHalving(9) { Rungs = 3 }, validation.Judge) { Threads = 2 }.RunAsync();
            Assert.Equal(27, ((BoostedTrees)result.Candidate).Trees);
            Assert.Equal(1, result.Best.Share);
        }
    }

    [Fact]
    public void A_limit_that_is_broken_leaves_the_score_and_says_so()
    {
        var score = new CrossValidation(Sample.Make(100), new KFold(3), (_, _) => 2, new Seed(1)) { Limit = (_, test) => $"{test.Rows} rows are too slow" }.Judge(new Constant(), s_run);
        Assert.Equal((2, "33 rows are too slow"), (score.Value, score.Rejected));
    }

    [Theory]
    [InlineData(ModelOutput.Probability), InlineData(ModelOutput.Value)]
    public async Task Every_space_of_the_library_builds_learners_that_fit(ModelOutput output)
    {
        var rows = Sample.Make(200);
        foreach (var space in LearnerSpaces.Of(output))
        {
            var result = await new Study<ILearner>(space, new RandomSearch(4), (learner, run) =>
            {
                var model = learner.Fit(rows, run.Fit(0));
                Assert.Equal(output, model.Output);
                return new TrialScore(1);
            }).RunAsync();
            Assert.All(result.Trials, t => Assert.Equal(TrialStatus.Succeeded, t.Status));
        }

        Assert.Throws<TrainingException>(() => LearnerSpaces.Of(ModelOutput.Class));
    }

    private static double Sum(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        return scores.Sum();
    }

    private static double LogLoss(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        return Numerics.Scoring.ProbabilityScores.LogLoss(scores, rows.Labels, [.. Enumerable.Range(0, rows.Rows).Select(rows.Weight)]);
    }
}
