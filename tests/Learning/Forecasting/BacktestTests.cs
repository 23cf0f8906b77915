using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Forecasting;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Numerics.Random;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Learning.Tests.Forecasting;

public sealed class BacktestTests
{
    [Fact]
    public void Backtest_shows_a_forecaster_only_what_came_before_and_the_same_at_any_number_of_threads()
    {
        var series = new TimeSeries([.. Enumerable.Range(0, 60).Select(t => 10.0 + t)], 4);
        var test = new Backtest(4) { Origins = 3, Step = 2 };
        var one = test.Run(new Naive(), series, LearnerLaws.Context(1));
        var two = test.Run(new Naive(), series, LearnerLaws.Context(2));
        Assert.Equal([52, 54, 56], one.Origins.Select(o => o.Origin));
        Assert.All(one.Origins, o => Assert.Equal([.. Enumerable.Repeat(9.0 + o.Origin, 4)], o.Forecast));
        // The truth runs 1, 2, 3, 4 above the last value, the seasonal naive forecast is 4 off within the history.
        Assert.Equal(2.5 / 4, one.Mase, 1e-12);
        Assert.Equal((one.Smape, one.Mase, one.Pinball, one.Coverage), (two.Smape, two.Mase, two.Pinball, two.Coverage));
        Assert.Contains("must", Assert.Throws<ArgumentException>(() => new Backtest(40) { Origins = 3 }.Run(new Naive(), series, LearnerLaws.Context())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_are_those_worked_out_by_hand()
    {
        Assert.Equal(100 * ((2.0 / 3) + 0 + 2) / 3, ForecastScores.SymmetricPercentageError([2, 0, 5], [1, 0, 0]), 1e-12);
        Assert.Equal(2, ForecastScores.ScaledError([5, 5], [3, double.NaN], [1, 2, 3], 1), 1e-12);
        Assert.Equal(((0.9 * 1) + (0.1 * 2)) / 2, ForecastScores.Pinball([1, 4], [2, 2], 0.9), 1e-12);
        Assert.Equal(0.5, ForecastScores.Coverage([0, 0, 0], [1, 1, 1], [1, 2, double.NaN]), 1e-12);
        Assert.True(double.IsNaN(ForecastScores.ScaledError([1], [1], [3, 3, 3], 1)));
    }

    [Fact]
    public void Conformal_intervals_hold_their_level_where_errors_keep_their_distribution()
    {
        var (within, all) = (0, 0);
        for (var run = 0; run < 200; run++)
        {
            var stream = new Seed(9).Derive(run).Stream();
            // Skewed noise, which a normal interval does not fit.
            var series = new TimeSeries([.. Enumerable.Range(0, 160).Select(_ => stream.NextExponential(1))]);
            IForecast found = new Conformal(new Theta { Alpha = 0.01 }) { Horizon = 3, Origins = 60 }.Fit(series.First(157), LearnerLaws.Context());
            var (low, high) = (new double[3], new double[3]);
            found.Interval(0.9, low, high);
            for (var h = 0; h < 3; h++, all++)
                within += series.Values[157 + h] >= low[h] && series.Values[157 + h] <= high[h] ? 1 : 0;
        }

        Assert.InRange((double)within / all, 0.85, 0.95);
    }
}
