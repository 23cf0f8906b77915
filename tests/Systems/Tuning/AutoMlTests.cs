using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Tuning;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Tuning;

namespace Bellwether.Systems.Tests.Tuning;

/// <summary>The better a candidate here, the slower its scores: limits decide what is found.</summary>
public sealed class AutoMlTests
{
    private static readonly Parameter<double> s_error = Space.Uniform("error", 0, 4);

    /// <summary>Errors 0, 1, 2, 3 and 4 take 400, 300, … 0 µs a score; the other space is quick and always off by 2.5.</summary>
    private static readonly SearchSpace<ILearner>[] s_spaces =
    [
        new("quick", _ => new SpunLearner(0, 2.5)),
        new("spun", p => new SpunLearner(100 * (4 - p.Get(s_error)), p.Get(s_error)), s_error),
    ];

    private static AutoMl Auto(double p99Us, long? bytes = null, IReadOnlyList<SearchSpace<ILearner>>? spaces = null) => new(spaces ?? s_spaces, MetricCatalogue.Mae, new KFold(2),
        new TuneOptions { Search = new GridSearch(5), IsAuto = true, ModelBytes = bytes }, TimeSpan.FromMicroseconds(p99Us), new Seed(1), 1);

    [Fact]
    public async Task The_search_finds_the_best_that_keeps_the_time()
    {
        var (tuned, leftOut) = await Auto(255).TuneAsync(Rows(), default);
        Assert.Empty(leftOut);
        Assert.Equal(["quick", "spun"], tuned.Select(t => t.Space.Name));
        var trials = tuned[1].Result.Trials;
        Assert.Equal(TrialStatus.Rejected, trials[0].Status);
        Assert.Equal(TrialStatus.Rejected, trials[1].Status);
        Assert.Contains("p99 of a score must be at most 255 µs, but is", trials[0].Error, StringComparison.Ordinal);
        Assert.InRange(trials[0].Score!.Value, 0, 0.5); // it has its score all the same
        Assert.Equal(TrialStatus.Succeeded, trials[4].Status);
        Assert.InRange(tuned[1].Result.Best.Point.Get(s_error), 2, 4); // a busy machine may reject 200 µs too
    }

    [Fact]
    public void The_choice_is_the_simplest_within_the_limits_that_is_not_worse_than_the_best_of_those()
    {
        var split = Split.ByTime(Rows(), 0.3);
        FittedRung[] judged = [.. new[] { ("rough", 2.0), ("good", 0.0), ("as good", 0.0), ("slow", 0.0) }.Select((r, i) => Judged(r.Item1, r.Item2, split.Test, i == 3 ? 900 : 5, i == 0 ? 10 : 1000))];
        var climb = new LadderClimb([.. judged.Select(j => j.Rung)], MetricCatalogue.Mae, [], TimeSpan.FromMilliseconds(1), new Seed(1), 1);
        var (rungs, chosen) = Auto(100).Choose(climb, judged, split.Test);
        Assert.Equal("good", rungs[chosen].Rung.Name);
        Assert.StartsWith("worse by", rungs[0].Verdict, StringComparison.Ordinal);
        Assert.Equal("p99 of a score must be at most 100 µs, but is 900 µs", rungs[3].Verdict);
        // With room for the rough one only, it is the best of what is left.
        Assert.Equal("rough", Auto(100, bytes: 100).Choose(climb, judged, split.Test) is var (all, at) ? all[at].Rung.Name : "");
        var error = Assert.Throws<TrainingException>(() => Auto(1).Choose(climb, judged, split.Test));
        Assert.Contains("must keep the limits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_space_that_never_keeps_the_limits_is_left_out_with_the_reason()
    {
        SearchSpace<ILearner>[] spaces = [s_spaces[0], new("slow", _ => new SpunLearner(2000, 0))];
        var (tuned, leftOut) = await Auto(1000, spaces: spaces).TuneAsync(Rows(), default);
        Assert.Equal("quick", Assert.Single(tuned).Space.Name);
        Assert.Contains("at most 1000 µs", Assert.Single(leftOut), StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<TrainingException>(() => Auto(1000, spaces: [spaces[1]]).TuneAsync(Rows(), default));
        Assert.Contains("'slow' must succeed", none.Message, StringComparison.Ordinal);
    }

    private static FittedRung Judged(string name, double error, Dataset test, double p99Us, int bytes)
    {
        var scores = test.Labels.ToArray().Select((y, i) => y + error + ((i % 7) * 0.1)).ToArray();
        return new FittedRung(new Rung(name, new SpunLearner(0, error)), new SpunLearner(0, error).Fit(test, new FitContext(new Seed(1))), scores,
            new Evaluation.Intervals.Evaluator().Estimate(MetricCatalogue.Mae, scores, test.Labels), 0)
        {
            Bytes = new byte[bytes],
            Figures = [],
            P50Us = p99Us,
            P99Us = p99Us,
        };
    }

    private static Dataset Rows()
    {
        var stream = new Seed(2).Stream();
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => stream.NextDouble(0, 10))];
        return new Dataset(new FeatureSchema([new FeatureSpec("x")]), [x], [.. x.Select(v => (2 * v) + stream.NextGaussian(0, 0.1))], [.. x.Select((_, i) => (long)i)]);
    }
}
