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

    [Fact]
    public void Beta_curve_equals_that_of_scikit_learn()
    {
        foreach (var one in Oracle.Read("beta.json").EnumerateArray())
        {
            var (scores, expected) = (one.Numbers("scores"), one.Numbers("expected"));
            var curve = BetaCurve.Fit(scores, Oracle.Table([scores], one.Numbers("labels"), one.Numbers("weights")), new FitContext(new Seed(1)));
            Assert.Equal(expected[0], curve.A, 2e-4);
            Assert.Equal(expected[1], curve.B, 2e-4);
            Assert.Equal(expected[2], curve.C, 2e-4);
            Assert.Equal(one.GetProperty("name").GetString() == "no low end", curve.A == 0);
            Assert.Equal(one.GetProperty("name").GetString() == "no high end", curve.B == 0);
        }
    }

    [Fact]
    public void Beta_curve_of_scores_that_go_the_wrong_way_round_is_the_base_rate()
    {
        double[] scores = [.. Enumerable.Range(1, 99).Select(i => i / 100.0)];
        var curve = BetaCurve.Fit(scores, Oracle.Table([scores], [.. scores.Select(s => s < 0.4 || s is > 0.5 and < 0.52 ? 1.0 : 0)]), new FitContext(new Seed(1)));
        Assert.Equal(0, curve.A);
        Assert.Equal(0, curve.B);
        Assert.Equal(40 / 99.0, curve.Apply(0.7), 1e-9);
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    [InlineData(CalibrationMethod.Beta)]
    public void Curves_ascend_and_stay_within_probabilities(CalibrationMethod method)
    {
        var rows = Sample.Make(2000);
        var model = (CalibratedModel)new Calibrated(new LogisticRegression(), method).Fit(rows, new FitContext(new Seed(1)));
        var before = 0.0;
        for (var i = 0; i <= 10_000; i++)
        {
            var now = model.Calibrate(i / 10_000.0);
            Assert.InRange(now, before, 1);
            before = now;
        }
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    [InlineData(CalibrationMethod.Beta)]
    public void Reasons_are_those_of_the_model_inside(CalibrationMethod method)
    {
        var rows = Sample.Make(600);
        var model = new Calibrated(new LogisticRegression(), method).Fit(rows, new FitContext(new Seed(1)));
        Assert.IsNotAssignableFrom<IExplainingModel>(model);
        var reasons = Assert.IsType<LinearModel>(model.Explaining());
        // Ascending: of any two rows, the one with the higher sum of contributions never has the lower score.
        var contributions = new double[rows.Width];
        var pairs = Enumerable.Range(0, 300).Select(row =>
        {
            reasons.Explain(Sample.Vector(rows, row), contributions);
            return (Sum: contributions.Sum(), Score: model.Predict(Sample.Vector(rows, row)));
        }).OrderBy(p => p.Sum).ToArray();
        for (var i = 1; i < pairs.Length; i++)
            Assert.True(pairs[i].Score >= pairs[i - 1].Score - 1e-12);
    }

    [Fact]
    public void There_are_no_reasons_where_the_curve_turns_scores_round_or_the_model_inside_has_none()
    {
        var inner = new LogisticRegression().Fit(Sample.Make(200), new FitContext(new Seed(1)));
        Assert.Same(inner, new CalibratedModel(inner, new PlattCurve(1, 0)).Explaining());
        Assert.Null(new CalibratedModel(inner, new PlattCurve(-1, 0)).Explaining());
        Assert.Same(inner, new CalibratedModel(new CalibratedModel(inner, new PlattCurve(2, 0)), new BetaCurve(1, 1, 0)).Explaining());
        var pipeline = new Learning.Pipelines.Pipeline([], new LogisticRegression()).Fit(Sample.Make(200), new FitContext(new Seed(1)));
        Assert.Null(new CalibratedModel(pipeline, new PlattCurve(1, 0)).Explaining());
    }

    /// <summary>The score of each training row must come from a model that has not seen its label: with labels at random, out-of-fold
    /// scores tell nothing, though the learner knows its own rows by heart.</summary>
    [Fact]
    public void Folds_never_show_the_curve_a_label_that_the_model_has_seen()
    {
        var stream = new Seed(8).Stream();
        var (x, labels) = (new double[1500], new double[1500]);
        for (var i = 0; i < x.Length; i++)
            (x[i], labels[i]) = (stream.NextDouble(), stream.NextInt(2));
        var rows = Oracle.Table([x], labels);
        var byHeart = new Learning.Trees.BoostedTrees { Trees = 60, MaxLeaves = 200, MinChildWeight = 0.01, Lambda = 0.01 };
        Assert.True(Spread(byHeart.Fit(rows, new FitContext(new Seed(1))), rows) > 0.15);
        foreach (var method in Enum.GetValues<CalibrationMethod>().Where(m => m != CalibrationMethod.Isotonic))
            Assert.True(Spread(new Calibrated(byHeart, method) { Folds = new Data.Splitting.StratifiedKFold(5) }.Fit(rows, new FitContext(new Seed(1))), rows) < 0.05);
    }

    private static double Spread(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        return Math.Sqrt(scores.Select(s => (s - 0.5) * (s - 0.5)).Average());
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    [InlineData(CalibrationMethod.Beta)]
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
