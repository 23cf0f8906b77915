using Bellwether.Evaluation.Metrics;
using Bellwether.Evaluation.Thresholds;
using Bellwether.Numerics.Random;

namespace Bellwether.Evaluation.Tests.Thresholds;

public sealed class ThresholdChoiceTests
{
    private readonly double[] _scores, _labels, _weights, _amounts;
    private readonly ScoredRows _rows;

    public ThresholdChoiceTests()
    {
        (_scores, _labels) = Synthetic.Calibrated(400, 31);
        var random = new Seed(32).Stream();
        _scores = [.. _scores.Select(s => Math.Round(s, 2))];
        _weights = [.. _scores.Select(_ => random.NextDouble(0.5, 2))];
        _amounts = [.. _scores.Select(_ => random.NextLogNormal(3, 1))];
        _rows = new ScoredRows(_scores, _labels, _weights);
    }

    private IEnumerable<double> All => _scores.Distinct().Append(2.0);

    [Fact]
    public void The_cheapest_threshold_is_the_cheapest_of_all()
    {
        var costs = new CostMatrix(1, 6) { TruePositive = 0.2, TrueNegative = 0.05 };
        var best = All.Min(Cost);
        var choice = ThresholdChoice.ByCost(_rows, costs);
        Assert.Equal(best, Cost(choice.Threshold), 1e-12);
        Assert.Equal(best, choice.CostPerRow!.Value, 1e-12);
        Assert.True(choice.CostPerRow.Contains(best));

        double Cost(double threshold)
        {
            var c = Confusion.At(_rows, threshold);
            return (c.FalsePositives + (6 * c.FalseNegatives) + (0.2 * c.TruePositives) + (0.05 * c.TrueNegatives)) / c.Total;
        }
    }

    [Fact]
    public void Costs_may_differ_by_row()
    {
        double[] review = [.. _amounts.Select(_ => 5.0)];
        var choice = ThresholdChoice.ByRowCosts(_rows, review, _amounts);
        Assert.Equal(All.Min(Cost), Cost(choice.Threshold), 1e-9);
        Assert.Equal(Cost(choice.Threshold) / _weights.Sum(), choice.CostPerRow!.Value, 1e-9);

        double Cost(double threshold) => Enumerable.Range(0, 400).Sum(i => _weights[i] * (_scores[i] >= threshold
            ? _labels[i] == 0 ? 5 : 0
            : _labels[i] == 1 ? _amounts[i] : 0));
    }

    [Fact]
    public void The_best_recall_under_a_false_positive_limit_is_found()
    {
        foreach (var limit in new[] { 0, 0.02, 0.2, 1 })
        {
            var choice = ThresholdChoice.ByFalsePositiveRate(_rows, limit);
            Assert.True(choice.FalsePositiveRate.Value <= limit);
            Assert.Equal(All.Select(t => Confusion.At(_rows, t)).Where(c => c.FalsePositiveRate <= limit).Max(c => c.Recall), choice.Recall.Value, 1e-12);
            Assert.Equal(choice.Confusion.Recall, Confusion.At(_rows, choice.Threshold).Recall, 1e-12);
            Assert.True(choice.Recall.Contains(choice.Recall.Value));
        }
    }

    [Fact]
    public void The_best_recall_at_a_precision_is_found_or_there_is_none()
    {
        var choice = ThresholdChoice.ByPrecision(_rows, 0.5)!;
        Assert.Equal(All.Select(t => Confusion.At(_rows, t)).Where(c => c.Precision >= 0.5).Max(c => c.Recall), choice.Recall.Value, 1e-12);
        Assert.Null(ThresholdChoice.ByPrecision(new ScoredRows([0.9, 0.1], [0, 1]), 0.9));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_best_F_measure_is_found(double beta) =>
        Assert.Equal(All.Max(t => Confusion.At(_rows, t).FBeta(beta)), ThresholdChoice.ByFBeta(_rows, beta)!.Confusion.FBeta(beta), 1e-12);

    [Fact]
    public void Flagging_nothing_is_a_choice()
    {
        var choice = ThresholdChoice.ByCost(_rows, new CostMatrix(1_000, 0));
        Assert.Equal(0, choice.FlaggedShare.Value);
        Assert.True(choice.Threshold > _scores.Max());
        Assert.NotNull(choice.Precision.Reason);
        Assert.Throws<ArgumentException>(() => ThresholdChoice.ByFBeta(new ScoredRows([], [])));
    }
}
