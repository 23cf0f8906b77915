using Bellwether.Evaluation.Comparison;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics.Random;

namespace Bellwether.Evaluation.Tests.Comparison;

public sealed class PairedBootstrapTests
{
    private static readonly PairedBootstrap Quick = new(new Bootstrap { Resamples = 300 });

    [Theory]
    [InlineData("pr_auc")]
    [InlineData("log_loss")]
    public void A_blurred_model_is_worse_and_the_sharp_one_better(string name)
    {
        var (scores, labels) = Synthetic.Calibrated(3_000, 21);
        var blurred = Synthetic.Blur(scores, 1.5, 22);
        var metric = MetricCatalogue.Parse(name);
        var better = Quick.Compare(metric, scores, blurred, labels);
        Assert.Equal(Verdict.Better, better.Verdict);
        Assert.True(better.PValue < 0.05);
        Assert.Equal(better.Candidate.Value - better.Baseline.Value, better.Difference.Value, 1e-15);
        Assert.Equal(Verdict.Worse, Quick.Compare(metric, blurred, scores, labels).Verdict);
    }

    [Fact]
    public void A_model_is_not_distinguishable_from_itself()
    {
        var (scores, labels) = Synthetic.Calibrated(500, 23);
        var same = Quick.Compare(MetricCatalogue.PrAuc, scores, scores, labels);
        Assert.Equal(Verdict.NotDistinguishable, same.Verdict);
        Assert.Equal(1, same.PValue);
        Assert.Equal(0, same.Difference.High);
    }

    [Fact]
    public void Pairing_makes_the_difference_far_sharper_than_the_two_intervals()
    {
        var (scores, labels) = Synthetic.Calibrated(2_000, 24);
        var result = Quick.Compare(MetricCatalogue.PrAuc, scores, Synthetic.Blur(scores, 0.3, 25), labels);
        Assert.True(result.Difference.StandardError < 0.5 * result.Candidate.StandardError);
    }

    [Fact]
    public void Equally_good_models_are_told_apart_no_more_often_than_one_time_in_twenty()
    {
        var wrong = 0;
        for (ulong trial = 0; trial < 120; trial++)
        {
            var (scores, labels) = Synthetic.Calibrated(400, 1_000 + trial);
            var a = Synthetic.Blur(scores, 0.7, 3_000 + trial);
            var b = Synthetic.Blur(scores, 0.7, 5_000 + trial);
            wrong += new PairedBootstrap(new Bootstrap { Resamples = 200, Seed = new Seed(trial) }).Compare(MetricCatalogue.RocAuc, a, b, labels).Verdict
                == Verdict.NotDistinguishable ? 0 : 1;
        }

        Assert.InRange(wrong, 0, 14);
    }

    [Fact]
    public void Nothing_to_compare_is_said_so()
    {
        var result = Quick.Compare(MetricCatalogue.RocAuc, [0.1, 0.2], [0.3, 0.1], [0, 0]);
        Assert.Equal(Verdict.NotDistinguishable, result.Verdict);
        Assert.NotNull(result.Difference.Reason);
        Assert.Throws<ArgumentException>(() => Quick.Compare(MetricCatalogue.RocAuc, [0.1, 0.2], [0.3], [0, 0]));
    }
}
