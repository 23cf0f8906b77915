using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Calibration;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Calibration;

public sealed class CalibrationTests
{
    [Fact]
    public void Isotonic_curve_equals_that_of_scikit_learn()
    {
        var oracle = Oracle.Read("isotonic.json");
        var scores = oracle.Numbers("scores");
        var curve = IsotonicCurve.Fit(scores, Oracle.Table([scores], oracle.Numbers("labels"), oracle.Numbers("weights")));
        foreach (var (at, expected) in oracle.Numbers("grid").Zip(oracle.Numbers("expected")))
            Assert.Equal(expected, curve.Apply(at), 1e-9);
    }

    /// <summary>Platt's curve is logistic regression on the log-odds, when the targets are not smoothed; with many rows smoothing hardly shows.</summary>
    [Fact]
    public void Platt_curve_is_logistic_regression_on_the_log_odds()
    {
        var stream = new Seed(3).Stream();
        double[] scores = [.. Enumerable.Range(0, 20_000).Select(_ => stream.NextDouble(0.01, 0.99))];
        double[] odds = [.. scores.Select(s => Math.Log(s / (1 - s)))];
        double[] labels = [.. odds.Select(o => stream.NextBool(1 / (1 + Math.Exp(-((0.5 * o) - 1)))) ? 1.0 : 0)];
        var curve = PlattCurve.Fit(scores, Oracle.Table([scores], labels));
        var model = (LinearModel)new LogisticRegression { Penalty = Penalty.None }.Fit(Oracle.Table([odds], labels), new FitContext(new Seed(1)));
        Assert.Equal(model.Coefficient(0), curve.Slope, 1e-2);
        Assert.Equal(model.Intercept, curve.Offset, 1e-2);
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void Calibration_repairs_scores_that_weights_bent(CalibrationMethod method)
    {
        var (train, test) = (Sample.Make(6000), Sample.Make(6000, seed: 8));
        var bent = new LogisticRegression { ScalePositive = 20 };
        var context = new FitContext(new Seed(1));
        Assert.True(MeanGap(bent.Fit(train, context), test) > 0.2);
        Assert.InRange(MeanGap(new Calibrated(bent, method).Fit(train, context), test), 0, 0.03);
        Assert.InRange(MeanGap(new Calibrated(bent, method).Fit(train, context with { Validation = Sample.Make(3000, seed: 5) }), test), 0, 0.03);
    }

    [Fact]
    public void A_learner_of_values_is_refused() =>
        Assert.Contains("probabilities", Assert.Throws<TrainingException>(() =>
            new Calibrated(new LinearRegression()).Fit(Sample.Make(100), new FitContext(new Seed(1)))).Message, StringComparison.Ordinal);

    private static double MeanGap(IModel model, Dataset rows)
    {
        var (scores, sum, total) = (new double[rows.Rows], 0.0, 0.0);
        model.Predict(rows, scores);
        for (var row = 0; row < scores.Length; row++)
            (sum, total) = (sum + (rows.Weight(row) * (scores[row] - rows.Labels[row])), total + rows.Weight(row));
        return Math.Abs(sum / total);
    }
}
