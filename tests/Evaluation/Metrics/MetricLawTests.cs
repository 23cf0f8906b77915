using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics.Random;

namespace Bellwether.Evaluation.Tests.Metrics;

public sealed class MetricLawTests
{
    public static TheoryData<string> Names => [.. MetricCatalogue.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_metric_ignores_row_order(string name)
    {
        var metric = MetricCatalogue.Parse(name);
        var (scores, labels, weights) = Rows(300);
        var places = Enumerable.Range(0, 300).ToArray();
        new Seed(2).Stream().Shuffle<int>(places);
        Near(metric.Of(scores, labels, weights), metric.Of(Pick(scores), Pick(labels), Pick(weights)));

        double[] Pick(double[] values) => [.. places.Select(p => values[p])];
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_weight_of_two_is_the_row_twice_and_of_zero_is_no_row(string name)
    {
        var metric = MetricCatalogue.Parse(name);
        var (scores, labels, _) = Rows(200);
        var counts = new double[200];
        List<double> s = [], y = [];
        for (var i = 0; i < 200; i++)
        {
            counts[i] = i % 4;
            for (var copy = 0; copy < i % 4; copy++)
            {
                s.Add(scores[i]);
                y.Add(labels[i]);
            }
        }

        Near(metric.Of(s.ToArray(), y.ToArray()), metric.Of(scores, labels, counts));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_does_not_exist_is_NaN_and_the_estimate_says_why(string name)
    {
        var metric = MetricCatalogue.Parse(name);
        Assert.True(double.IsNaN(metric.Of([], [])));
        Assert.True(double.IsNaN(metric.Of([0.2, 0.7], [0, 1], [0, 0])));
        var estimate = new Evaluator().Estimate(metric, [], []);
        Assert.Equal(IntervalMethod.None, estimate.Method);
        Assert.NotNull(estimate.Reason);
    }

    [Fact]
    public void One_class_has_no_ranking()
    {
        Assert.True(double.IsNaN(MetricCatalogue.RocAuc.Of([0.1, 0.2], [0, 0])));
        Assert.True(double.IsNaN(MetricCatalogue.PrAuc.Of([0.1, 0.2], [0, 0])));
        Assert.Equal(1, MetricCatalogue.PrAuc.Of([0.1, 0.2], [1, 1]));
        Assert.True(double.IsNaN(MetricCatalogue.Precision(0.5).Of([0.1, 0.2], [0, 1])));
        Assert.True(double.IsNaN(MetricCatalogue.RSquared.Of([0.1, 0.2], [3, 3])));
    }

    [Fact]
    public void Wrong_input_is_refused_with_the_row()
    {
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => MetricCatalogue.RocAuc.Of([0.1, double.NaN], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("must be 0 or 1", Assert.Throws<ArgumentException>(() => MetricCatalogue.RocAuc.Of([0.1, 0.2], [0, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("probabilities", Assert.Throws<ArgumentException>(() => MetricCatalogue.LogLoss.Of([0.1, 1.2], [0, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MetricCatalogue.RocAuc.Of([0.1, 0.2], [0, 1], [1, -1]));
        Assert.Throws<ArgumentException>(() => MetricCatalogue.RocAuc.Of([0.1], [0, 1]));
    }

    [Fact]
    public void Names_parse_to_themselves_and_unknown_ones_list_the_known()
    {
        foreach (var metric in MetricCatalogue.All)
            Assert.Equal(metric, MetricCatalogue.Parse(metric.Name));
        Assert.Equal("precision@0.3", MetricCatalogue.Parse("precision@0.3").Name);
        Assert.Equal("recall_at_fpr@0.01", MetricCatalogue.Parse("recall_at_fpr").Name);
        Assert.Contains("pr_auc", Assert.Throws<ArgumentException>(() => MetricCatalogue.Parse("auprc")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MetricCatalogue.Parse("pr_auc@0.3"));
    }

    [Fact]
    public void Calibration_errors_agree_with_the_slow_obvious_version()
    {
        var (scores, labels, weights) = Rows(500);
        double slow = 0;
        for (var bin = 0; bin < 15; bin++)
        {
            var inside = Enumerable.Range(0, 500).Where(i => Math.Min(14, (int)(scores[i] * 15)) == bin).ToArray();
            slow += Math.Abs(inside.Sum(i => weights[i] * (scores[i] - labels[i])));
        }

        Assert.Equal(slow / weights.Sum(), MetricCatalogue.Ece.Of(scores, labels, weights), 1e-12);
        double[] distinct = [.. Enumerable.Range(0, 150).Select(i => (i + 0.5) / 150)];
        double[] truth = [.. distinct.Select((_, i) => i % 3 == 0 ? 1.0 : 0)];
        var mass = distinct.Zip(truth).Chunk(10).Sum(c => Math.Abs(c.Sum(r => r.First - r.Second))) / 150;
        Assert.Equal(mass, MetricCatalogue.EceEqualMass.Of(distinct, truth), 1e-12);
    }

    [Fact]
    public void Recall_at_a_false_positive_limit_is_the_best_over_all_thresholds()
    {
        var (scores, labels, weights) = Rows(300);
        foreach (var limit in new[] { 0, 0.01, 0.1, 0.5, 1 })
        {
            var best = scores.Distinct().Select(t => Confusion.At(scores, labels, t, weights)).Where(c => c.FalsePositiveRate <= limit)
                .Select(c => c.Recall).DefaultIfEmpty(0).Max();
            Assert.Equal(best, MetricCatalogue.RecallAtFpr(limit).Of(scores, labels, weights), 1e-12);
        }
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * Math.Max(1, Math.Abs(expected)));

    private static (double[] Scores, double[] Labels, double[] Weights) Rows(int n)
    {
        var (scores, labels) = Synthetic.Calibrated(n, 11);
        var random = new Seed(12).Stream();
        return ([.. scores.Select(s => Math.Round(s, 2))], labels, [.. labels.Select(_ => random.NextDouble(0.1, 3))]);
    }
}
