using Bellwether.Evaluation.Calibration;
using Bellwether.Evaluation.Curves;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Evaluation.Slices;
using Bellwether.Evaluation.Tests.Metrics;
using Bellwether.Evaluation.Tests.Oracles;

namespace Bellwether.Evaluation.Tests.Slices;

public sealed class SliceAndCalibrationTests
{
    [Fact]
    public void A_planted_bad_slice_is_the_worst_and_significant()
    {
        var (scores, labels) = Synthetic.Calibrated(4_000, 41);
        string[] slices = [.. scores.Select((_, i) => i < 10 ? "tiny" : i % 5 == 0 ? "bad" : i % 2 == 0 ? "even" : "odd")];
        var blurred = Synthetic.Blur(scores, 3, 42);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = slices[i] == "bad" ? blurred[i] : scores[i];
        foreach (var metric in new[] { MetricCatalogue.RocAuc, MetricCatalogue.LogLoss })
        {
            var report = SliceReport.Of(metric, scores, labels, slices, evaluator: new Evaluator(new Bootstrap { Resamples = 200 }));
            Assert.Equal("bad", report.Worst!.Slice);
            Assert.True(report.Worst.IsSignificantlyWorse);
            Assert.DoesNotContain(report.Slices, s => s.Slice is "even" or "odd" or "tiny" && s.IsSignificantlyWorse);
            Assert.Equal(4_000, report.Slices.Sum(s => s.Support));
            Assert.Equal(10, report.Slices.Single(s => s.Slice == "tiny").Support);
        }
    }

    [Theory]
    [InlineData(BinKind.EqualWidth)]
    [InlineData(BinKind.EqualMass)]
    public void A_calibrated_model_lies_on_the_diagonal_and_an_overconfident_one_does_not(BinKind kind)
    {
        var (scores, labels) = Synthetic.Calibrated(20_000, 43);
        var good = CalibrationCurve.Of(new ScoredRows(scores, labels), 10, kind);
        Assert.True(good.Bins.Count(b => b.IsConsistent) >= good.Bins.Count - 2);
        Assert.Equal(20_000, good.Bins.Sum(b => b.Count));
        Assert.True(good.Error < 0.02);
        double[] squared = [.. scores.Select(s => s * s)];
        Assert.True(CalibrationCurve.Of(new ScoredRows(squared, labels), 10, kind).Bins.Count(b => b.IsConsistent) <= 4);
        Assert.Empty(CalibrationCurve.Of(new ScoredRows([], [])).Bins);
    }

    [Fact]
    public void Bins_of_equal_mass_hold_as_many_rows_and_keep_ties_together()
    {
        var (scores, labels) = Synthetic.Calibrated(1_000, 44);
        Assert.All(CalibrationCurve.Of(new ScoredRows(scores, labels), 10).Bins, b => Assert.Equal(100, b.Count));
        double[] rounded = [.. scores.Select(s => Math.Round(s, 1))];
        var bins = CalibrationCurve.Of(new ScoredRows(rounded, labels), 10).Bins;
        for (var i = 1; i < bins.Count; i++)
            Assert.True(bins[i].From > bins[i - 1].To);
    }

    [Fact]
    public void Full_curves_are_those_of_scikit_learn()
    {
        foreach (var entry in Oracle.Read("metrics.json").GetProperty("cases").EnumerateArray())
        {
            var rows = new ScoredRows(MetricOracleTests.Numbers(entry, "scores"), MetricOracleTests.Numbers(entry, "labels"), MetricOracleTests.Numbers(entry, "weights"));
            Same(Curve.Roc(rows, 10_000), MetricOracleTests.Numbers(entry, "fpr"), MetricOracleTests.Numbers(entry, "tpr"));
            Same(Curve.PrecisionRecall(rows, 10_000), MetricOracleTests.Numbers(entry, "recalls"), MetricOracleTests.Numbers(entry, "precisions"));
        }

        static void Same(IReadOnlyList<CurvePoint> points, double[] x, double[] y)
        {
            Assert.Equal(x.Length, points.Count);
            for (var i = 0; i < x.Length; i++)
            {
                Assert.Equal(x[i], points[i].X, 1e-12);
                Assert.Equal(y[i], points[i].Y, 1e-12);
            }
        }
    }

    [Fact]
    public void A_thinned_curve_keeps_its_ends_and_its_area()
    {
        var (scores, labels) = Synthetic.Calibrated(20_000, 45);
        var rows = new ScoredRows(scores, labels);
        var curve = Curve.Roc(rows, 100);
        Assert.InRange(curve.Count, 90, 100);
        Assert.Equal((0, 0), (curve[0].X, curve[0].Y));
        Assert.Equal((1, 1), (curve[^1].X, curve[^1].Y));
        var area = curve.Zip(curve.Skip(1)).Sum(p => (p.Second.X - p.First.X) * (p.First.Y + p.Second.Y) / 2);
        Assert.Equal(MetricCatalogue.RocAuc.Of(rows), area, 0.001);
        Assert.Empty(Curve.Roc(new ScoredRows([0.5], [1])));
    }
}
