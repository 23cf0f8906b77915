using Bellwether.Data.Models;
using Bellwether.Learning.Baselines;
using Bellwether.Learning.Tests.Oracles;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Baselines;

public sealed class BaselineTests
{
    private static readonly FitContext Context = new(new Seed(1));

    [Fact]
    public void Constant_is_the_weighted_mean() =>
        Assert.Equal((1 + (3 * 5)) / 4.0, new Constant().Fit(Oracle.Table([[0, 0]], [1, 5], [1, 3]), Context).Predict([7]), 1e-15);

    [Fact]
    public void Constant_refuses_a_probability_of_labels_that_are_not_0_or_1() =>
        Assert.Contains("row 1 has 2", Assert.Throws<TrainingException>(() =>
            new Constant(ModelOutput.Probability).Fit(Oracle.Table([[0, 0]], [1, 2]), Context)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.5, 3.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(1.0, 100.0)]
    public void Quantile_of_odd_many_labels_is_one_of_them(double quantile, double expected) =>
        Assert.Equal(expected, new QuantileConstant(quantile).Fit(Oracle.Table([[0, 0, 0, 0, 0]], [3, 1, 100, 2, 4]), Context).Predict([0]));

    [Fact]
    public void Median_of_even_many_labels_is_between_the_middle_two() =>
        Assert.Equal(2.5, new QuantileConstant().Fit(Oracle.Table([[0, 0, 0, 0]], [3, 1, 100, 2]), Context).Predict([0]));

    [Fact]
    public void Group_means_are_nested_and_shrunken()
    {
        double[] zone = [1, 1, 1, 2], hour = [8, 8, 9, 8], y = [10, 20, 60, 0];
        var model = new GroupMean("x0", "x1") { Shrinkage = 1 }.Fit(Oracle.Table([zone, hour], y), Context);
        const double all = 90.0 / 4, zone1 = (90 + all) / 4, zone1Hour8 = (30 + zone1) / 3;
        Assert.Equal(zone1Hour8, model.Predict([1, 8]), 1e-12);
        Assert.Equal(zone1, model.Predict([1, 3]), 1e-12);
        Assert.Equal(zone1, model.Predict([1, double.NaN]), 1e-12);
        Assert.Equal(all, model.Predict([5, 8]), 1e-12);
    }

    [Fact]
    public void Group_mean_names_an_unknown_feature() =>
        Assert.Contains("'zone'", Assert.Throws<TrainingException>(() => new GroupMean("zone").Fit(Oracle.Table([[1]], [1]), Context)).Message, StringComparison.Ordinal);
}
