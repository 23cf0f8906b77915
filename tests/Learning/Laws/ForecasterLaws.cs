using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Forecasting;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>What every forecaster must do, found by reflection.</summary>
public sealed class ForecasterLaws
{
    private static readonly Dictionary<string, IForecaster> Chosen = new()
    {
        ["naive"] = new Naive(),
        ["seasonal-naive"] = new SeasonalNaive(),
        ["drift"] = new Drift(),
        ["ets"] = new Ets(),
        ["ets-mam"] = new Ets { Error = EtsComponent.Multiplicative, Trend = EtsComponent.Additive, Season = EtsComponent.Multiplicative },
        ["ets-mmm"] = new Ets { Error = EtsComponent.Multiplicative, Trend = EtsComponent.Multiplicative, Season = EtsComponent.Multiplicative, Damped = true },
        ["theta"] = new Theta(),
        ["theta-dynamic"] = new Theta { Line = null, Dynamic = true },
        ["deseasonalized"] = new Deseasonalized(new Theta()),
        ["stl"] = new StlForecaster(new Ets { Season = EtsComponent.None }) { Decomposition = new Stl { Robust = true } },
        ["arima"] = new Arima(),
        ["arima-order"] = new Arima { Order = new ArimaOrder(1, 0, 1, 1, 1, 0) },
        ["lag-trees"] = new LagTrees(),
        ["lag-trees-direct"] = new LagTrees { Direct = 3 },
        ["conformal"] = new Conformal(new SeasonalNaive()) { Origins = 20 },
    };

    public static TheoryData<string> All => [.. Chosen.Keys];

    private static TimeSeries Make(int count = 96, int season = 6, int seed = 1)
    {
        var stream = new Seed((ulong)seed).Stream();
        var values = new double[count];
        for (var t = 0; t < count; t++)
            values[t] = 50 + (0.2 * t) + (8 * Math.Sin(2 * Math.PI * t / season)) + stream.NextGaussian(0, 1.5);
        return new TimeSeries(values, season);
    }

    private static IEnumerable<(string, TimeSeries)> Odd()
    {
        double[] usual = [.. Make().Values];
        yield return ("constant", new TimeSeries([.. Enumerable.Repeat(7.0, 60)], 6));
        yield return ("zeros", new TimeSeries(new double[60], 6));
        yield return ("one value", new TimeSeries([3], 6));
        yield return ("two values", new TimeSeries([3, 4], 6));
        yield return ("short", new TimeSeries(usual[..7], 6));
        yield return ("season and a bit", new TimeSeries(usual[..13], 6));
        yield return ("season longer than the series", new TimeSeries(usual[..40], 200));
        yield return ("empty", new TimeSeries([], 6));
        yield return ("all missing", new TimeSeries([.. Enumerable.Repeat(double.NaN, 60)], 6));
        yield return ("one known", new TimeSeries([.. Enumerable.Range(0, 60).Select(t => t == 30 ? 5 : double.NaN)], 6));
        yield return ("gaps", new TimeSeries([.. usual.Select((v, t) => t % 5 == 2 || t is > 30 and < 45 or > 90 ? double.NaN : v)], 6));
        yield return ("line", new TimeSeries([.. Enumerable.Range(0, 60).Select(t => 3.0 + t)], 6));
        yield return ("even season", new TimeSeries([.. Enumerable.Range(0, 60).Select(t => 3.0 + (t % 6))], 6));
        yield return ("negative", new TimeSeries([.. usual.Select(v => v - 60)], 6));
        yield return ("huge", new TimeSeries([.. usual.Select(v => v * 1e305)], 6));
        yield return ("tiny", new TimeSeries([.. usual.Select(v => v * 1e-310)], 6));
        yield return ("both", new TimeSeries([.. usual.Select((v, t) => t % 2 == 0 ? 1e300 : 1e-300)], 6));
        yield return ("outlier", new TimeSeries([.. usual.Select((v, t) => t == 50 ? 1e9 : v)], 6));
        yield return ("mostly zeros", new TimeSeries([.. usual.Select((v, t) => t % 17 == 0 ? v : 0)], 6));
        yield return ("explosive", new TimeSeries([.. Enumerable.Range(0, 60).Select(t => Math.Pow(1.5, t))], 6));
    }

    [Fact]
    public void Every_forecaster_has_an_example() =>
        Assert.All(typeof(LearningFormats).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IForecaster)) && !t.IsAbstract),
            type => Assert.Contains(type, Chosen.Values.Select(c => c.GetType())));

    [Theory, MemberData(nameof(All))]
    public void Fit_gives_the_same_bytes_at_any_number_of_threads_and_leaves_its_series_untouched(string name)
    {
        var series = Make();
        var hash = series.ContentHash();
        var first = ArtifactFormats.Save(Chosen[name].Fit(series, LearnerLaws.Context(1)));
        Assert.Equal(first, ArtifactFormats.Save(Chosen[name].Fit(series, LearnerLaws.Context(2))));
        Assert.Equal(hash, series.ContentHash());
        var context = LearnerLaws.Context() with { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => Chosen[name].Fit(series, context));
    }

    [Theory, MemberData(nameof(All))]
    public void Save_and_load_give_the_same_forecast_and_bytes_and_damage_is_refused(string name)
    {
        var found = Chosen[name].Fit(Make(), LearnerLaws.Context());
        var bytes = ArtifactFormats.Save(found);
        var loaded = LearnerLaws.Formats.Load<IForecast>(bytes);
        Assert.Equal(bytes, ArtifactFormats.Save(loaded));
        Assert.Equal(Steps(found), Steps(loaded));
        for (var at = 0; at < bytes.Length; at += 1 + (bytes.Length / 500))
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IForecast>(damaged));
            Assert.Throws<ModelFormatException>(() => LearnerLaws.Formats.Load<IForecast>(bytes.AsMemory(0, at)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Forecast_comes_near_a_series_with_trend_and_season_or_at_least_near_its_level(string name)
    {
        var whole = Make(108);
        var forecast = Steps(Chosen[name].Fit(whole.First(96), LearnerLaws.Context()));
        var error = Enumerable.Range(0, 12).Average(h => Math.Abs(whole.Values[96 + h] - forecast[h]));
        Assert.True(error < (name is "naive" or "drift" or "theta" or "theta-dynamic" ? 15 : 4), $"{name}: mean absolute error {error}");
    }

    [Theory, MemberData(nameof(All))]
    public void Odd_series_give_a_clear_error_or_finite_forecasts_with_nested_intervals(string name)
    {
        foreach (var (which, series) in Odd())
        {
            try
            {
                Check(Chosen[name].Fit(series, LearnerLaws.Context()), $"{name}, {which}");
                Assert.False(which is "empty" or "all missing", $"{name} must refuse: {which}");
            }
            catch (TrainingException error)
            {
                Assert.Contains("must", error.Message, StringComparison.Ordinal);
                Assert.True(which is not "constant" and not "gaps" and not "line" and not "huge" and not "tiny" || which == "tiny" || error.Message.Contains("positive", StringComparison.Ordinal), $"{name}, {which}: {error.Message}");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Interval_covers_most_of_what_comes_and_refuses_odd_levels(string name)
    {
        var (within, all) = (0, 0);
        for (var seed = 1; seed <= 4; seed++)
        {
            var whole = Make(108, seed: seed);
            var (low, high) = (new double[12], new double[12]);
            var found = Chosen[name].Fit(whole.First(96), LearnerLaws.Context());
            found.Interval(0.95, low, high);
            for (var h = 0; h < 12; h++, all++)
                within += whole.Values[96 + h] >= low[h] && whole.Values[96 + h] <= high[h] ? 1 : 0;
            foreach (var level in new[] { 0, 1, -1, double.NaN })
                Assert.Throws<ArgumentOutOfRangeException>(() => found.Interval(level, low, high));
            Assert.Throws<ArgumentException>(() => found.Interval(0.9, low, new double[3]));
        }

        Assert.True(within >= 0.7 * all, $"{name} covers {within} of {all}");
    }

    [Theory, MemberData(nameof(All))]
    public void Forecast_allocates_nothing(string name)
    {
        var found = Chosen[name].Fit(Make(), LearnerLaws.Context());
        var values = new double[24];
        for (var i = 0; i < 50; i++)
            found.Forecast(values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            found.Forecast(values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double[] Steps(IForecast found)
    {
        var values = new double[40];
        found.Forecast(values);
        return values;
    }

    private static void Check(IForecast found, string which)
    {
        found.Forecast([]);
        var values = Steps(found);
        Assert.All(values, v => Assert.True(double.IsFinite(v), which));
        Assert.Equal(values[..5], First(found, 5));
        var (low, high, wideLow, wideHigh) = (new double[40], new double[40], new double[40], new double[40]);
        found.Interval(0.5, low, high);
        found.Interval(0.99, wideLow, wideHigh);
        for (var h = 0; h < 40; h++)
        {
            Assert.True(double.IsFinite(wideLow[h]) && double.IsFinite(wideHigh[h]), which);
            Assert.True(wideLow[h] <= low[h] && low[h] <= high[h] && high[h] <= wideHigh[h], FormattableString.Invariant($"{which}, step {h}: {wideLow[h]} {low[h]} {high[h]} {wideHigh[h]}"));
        }
    }

    private static double[] First(IForecast found, int count)
    {
        var values = new double[count];
        found.Forecast(values);
        return values;
    }
}
