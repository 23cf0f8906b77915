using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Evaluation.Tests.Metrics;
using Bellwether.Evaluation.Tests.Oracles;
using Bellwether.Numerics.Random;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Tests.Intervals;

public sealed class IntervalTests
{
    private static readonly Metric Mean = new("mean", MetricTask.Regression, true, RegressionScores.Bias);

    [Fact]
    public void DeLong_agrees_with_its_definition_over_all_pairs()
    {
        foreach (var entry in Oracle.Read("metrics.json").GetProperty("cases").EnumerateArray())
        {
            var estimate = new Evaluator().Estimate(MetricCatalogue.RocAuc, MetricOracleTests.Numbers(entry, "scores"), MetricOracleTests.Numbers(entry, "labels"));
            Assert.Equal(IntervalMethod.DeLong, estimate.Method);
            Assert.Equal(entry.GetProperty("delong").GetDouble(), estimate.StandardError, 1e-12);
        }
    }

    [Fact]
    public void Wilson_agrees_with_scipy()
    {
        foreach (var row in Oracle.Read("metrics.json").GetProperty("wilson").EnumerateArray())
        {
            var (low, high) = Wilson.Interval(row[0].GetDouble(), row[1].GetDouble());
            Assert.Equal(row[2].GetDouble(), low, 1e-12);
            Assert.Equal(row[3].GetDouble(), high, 1e-12);
        }
    }

    [Theory]
    [InlineData(false, "percentile")]
    [InlineData(true, "BCa")]
    public void Bootstrap_of_a_mean_comes_near_scipy(bool corrected, string method)
    {
        var oracle = Oracle.Read("metrics.json");
        var sample = MetricOracleTests.Numbers(oracle, "sample");
        var estimate = new Bootstrap { Resamples = 20_000, BiasCorrected = corrected }.Estimate(Mean, new ScoredRows(sample, new double[sample.Length]));
        var want = oracle.GetProperty("bootstrap").GetProperty(method);
        Assert.Equal(want[0].GetDouble(), estimate.Low, 0.03);
        Assert.Equal(want[1].GetDouble(), estimate.High, 0.03);
    }

    [Fact]
    public void An_interval_covers_the_truth_about_as_often_as_it_says()
    {
        var (population, labels) = Synthetic.Calibrated(200_000, 1);
        var truth = MetricCatalogue.PrAuc.Of(population, labels);
        var auc = MetricCatalogue.RocAuc.Of(population, labels);
        int covered = 0, coveredAuc = 0;
        const int Trials = 200;
        for (var trial = 0; trial < Trials; trial++)
        {
            var (scores, y) = Synthetic.Calibrated(600, 100 + (ulong)trial);
            var rows = new ScoredRows(scores, y);
            covered += new Bootstrap { Resamples = 200 }.Estimate(MetricCatalogue.PrAuc, rows).Contains(truth) ? 1 : 0;
            coveredAuc += new Evaluator().Estimate(MetricCatalogue.RocAuc, rows).Contains(auc) ? 1 : 0;
        }

        Assert.InRange(covered, Trials * 0.89, Trials * 0.985);
        Assert.InRange(coveredAuc, Trials * 0.90, Trials * 0.99);
    }

    [Fact]
    public void Threads_do_not_change_an_interval()
    {
        var (scores, labels) = Synthetic.Calibrated(2_000, 3);
        var rows = new ScoredRows(scores, labels);
        var one = new Bootstrap { Threads = 1, Resamples = 200 }.Estimate(MetricCatalogue.PrAuc, rows);
        var many = new Bootstrap { Threads = 8, Resamples = 200 }.Estimate(MetricCatalogue.PrAuc, rows);
        Assert.Equal(one, many);
        Assert.NotEqual(one.Low, new Bootstrap { Seed = new Seed(9), Resamples = 200 }.Estimate(MetricCatalogue.PrAuc, rows).Low);
    }

    [Fact]
    public void Groups_widen_the_interval_of_repeated_rows()
    {
        var (scores, labels) = Synthetic.Calibrated(300, 4);
        double[] s = [.. scores, .. scores, .. scores, .. scores], y = [.. labels, .. labels, .. labels, .. labels];
        long[] groups = [.. Enumerable.Range(0, 1_200).Select(i => (long)(i % 300))];
        var bootstrap = new Bootstrap { Resamples = 400 };
        var naive = bootstrap.Estimate(MetricCatalogue.PrAuc, new ScoredRows(s, y));
        var grouped = bootstrap.Estimate(MetricCatalogue.PrAuc, new ScoredRows(s, y, default, groups));
        var single = bootstrap.Estimate(MetricCatalogue.PrAuc, new ScoredRows(scores, labels));
        Assert.InRange(grouped.StandardError / naive.StandardError, 1.7, 2.4);
        Assert.Equal(single.StandardError, grouped.StandardError, 1e-12);
    }

    [Fact]
    public void Perfect_separation_still_has_an_honest_lower_end()
    {
        var estimate = new Evaluator().Estimate(MetricCatalogue.RocAuc, [0.1, 0.2, 0.3, 0.8, 0.9], [0, 0, 0, 1, 1]);
        Assert.Equal(1, estimate.Value);
        Assert.InRange(estimate.Low, 0.2, 0.6);
        Assert.Equal(1, estimate.High);
    }

    [Fact]
    public void A_single_positive_gives_a_value_with_a_reason_or_an_interval()
    {
        double[] scores = [.. Enumerable.Range(0, 50).Select(i => i / 50.0)];
        var labels = new double[50];
        labels[49] = 1;
        var estimate = new Evaluator().Estimate(MetricCatalogue.RocAuc, scores, labels);
        Assert.Equal(1, estimate.Value);
        Assert.NotNull(estimate.Reason);
    }

    [Fact]
    public void Shares_without_weights_get_Wilson_and_with_weights_the_bootstrap()
    {
        var (scores, labels) = Synthetic.Calibrated(400, 5);
        double[] weights = [.. labels.Select((_, i) => 1 + (i % 3.0))];
        Assert.Equal(IntervalMethod.Wilson, new Evaluator().Estimate(MetricCatalogue.Recall(0.3), scores, labels).Method);
        Assert.Equal(IntervalMethod.Percentile, new Evaluator().Estimate(MetricCatalogue.Recall(0.3), scores, labels, weights).Method);
    }

    [SkippableFact]
    public void A_hundred_thousand_rows_by_a_thousand_resamples_is_practical()
    {
        Skip();
        var (scores, labels) = Synthetic.Calibrated(100_000, 6);
        var rows = new ScoredRows(scores, labels);
        foreach (var metric in new[] { MetricCatalogue.RocAuc, MetricCatalogue.PrAuc })
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            Assert.True(new Bootstrap().Estimate(metric, rows).HasInterval);
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
            Console.WriteLine($"{metric}: {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s");
        }

        static void Skip() => Xunit.Skip.If(Environment.GetEnvironmentVariable("BELLWETHER_SLOW_TESTS") is null, "Set BELLWETHER_SLOW_TESTS to measure it.");
    }
}
