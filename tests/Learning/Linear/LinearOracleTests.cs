using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Linear;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Linear;

/// <summary>Against scikit-learn (Oracles/make_oracles.py): coefficients and predictions, with and without weights.</summary>
public sealed class LinearOracleTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Oracle.Read("linear.json").GetProperty("cases").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Coefficients_and_predictions_equal_those_of_scikit_learn(int index)
    {
        var oracle = Oracle.Read("linear.json");
        var expected = oracle.GetProperty("cases")[index];
        var logistic = expected.GetProperty("logistic").GetBoolean();
        var weights = expected.GetProperty("weighted").GetBoolean() ? oracle.Numbers("weights") : null;
        var rows = Oracle.Table(oracle.Columns("x"), oracle.Numbers(logistic ? "z" : "y"), weights);
        var penalty = new Penalty(expected.GetProperty("strength").GetDouble(), expected.GetProperty("share").GetDouble());
        ILearner learner = logistic
            ? new LogisticRegression { Penalty = penalty, Standardize = expected.GetProperty("standardize").GetBoolean() }
            : new LinearRegression { Penalty = penalty, Standardize = expected.GetProperty("standardize").GetBoolean() };
        var model = (LinearModel)learner.Fit(rows, new FitContext(new Seed(1)));
        var (coefficients, predictions) = (expected.Numbers("coefficients"), expected.Numbers("predictions"));
        for (var feature = 0; feature < coefficients.Length; feature++)
            Assert.Equal(coefficients[feature], model.Coefficient(feature), 1e-6 * Math.Max(1, Math.Abs(coefficients[feature])));
        Assert.Equal(expected.GetProperty("intercept").GetDouble(), model.Intercept, 1e-4);
        for (var row = 0; row < predictions.Length; row++)
            Assert.Equal(predictions[row], model.Predict(Sample.Vector(rows, row)), 2e-6);
    }

    [Fact]
    public void Lasso_makes_coefficients_exactly_zero()
    {
        var oracle = Oracle.Read("linear.json");
        var rows = Oracle.Table(oracle.Columns("x"), oracle.Numbers("y"));
        var model = (LinearModel)new LinearRegression { Penalty = Penalty.L1(1e6) }.Fit(rows, new FitContext(new Seed(1)));
        Assert.All(Enumerable.Range(0, rows.Width), f => Assert.Equal(0, model.Coefficient(f)));
        Assert.Equal(oracle.Numbers("y").Average(), model.Predict(Sample.Vector(rows, 0)), 1e-9);
    }

    [Fact]
    public void Collinear_columns_without_penalty_give_the_later_one_zero()
    {
        double[] x = [1, 2, 3, 4, 5, 6], y = [3, 5, 7, 9, 11, 13];
        var model = (LinearModel)new LinearRegression { Penalty = Penalty.None }.Fit(Oracle.Table([x, [.. x.Select(v => 2 * v)]], y), new FitContext(new Seed(1)));
        Assert.Equal(2, model.Coefficient(0), 1e-9);
        Assert.Equal(0, model.Coefficient(1));
        Assert.Equal(1, model.Intercept, 1e-9);
    }

    [Fact]
    public void Missing_counts_as_the_mean_and_unseen_categories_as_nothing()
    {
        var rows = Sample.Make(500);
        var model = (LinearModel)new LogisticRegression().Fit(rows, new FitContext(new Seed(1)));
        var (vector, contributions) = (Sample.Vector(rows, 0), new double[rows.Width]);
        (vector[0], vector[2]) = (double.NaN, Category.Code("never seen"));
        model.Explain(vector, contributions);
        Assert.Equal(0, contributions[0]);
        Assert.Equal(0, contributions[2]);
        Assert.NotEqual(0, model.Coefficient(2, double.NaN));
        Assert.NotEqual(0, model.Coefficient(2, Category.Code("country 1")));
    }

    [Fact]
    public void Separable_classes_without_penalty_end_with_finite_scores()
    {
        double[] x = [-2, -1, 1, 2], y = [0, 0, 1, 1];
        var model = new LogisticRegression { Penalty = Penalty.None }.Fit(Oracle.Table([x], y), new FitContext(new Seed(1)));
        Assert.InRange(model.Predict([-2]), 0, 0.001);
        Assert.InRange(model.Predict([2]), 0.999, 1);
    }

    [Fact]
    public void Options_refuse_what_cannot_be()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Penalty.L2(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Penalty(1, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { ScalePositive = 0 });
    }
}
