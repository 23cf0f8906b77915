using System.Text.Json;
using Bellwether.Data.Training;
using Bellwether.Learning.Forecasting;
using Bellwether.Learning.Tests.Laws;
using Bellwether.Learning.Tests.Oracles;

namespace Bellwether.Learning.Tests.Forecasting;

/// <summary>What statsmodels says of the same series (Oracles/make_forecasting.py).</summary>
public sealed class ForecastingOracleTests
{
    private static readonly JsonElement Oracle = Oracles.Oracle.Read("forecasting.json");

    private static TimeSeries Series(string name = "y", int? season = null) => new(Oracle.Numbers(name), season ?? Oracle.GetProperty("season").GetInt32());

    public static TheoryData<int> Ets => [.. Enumerable.Range(0, Oracle.GetProperty("ets").GetArrayLength())];

    public static TheoryData<int> Arimas => [.. Enumerable.Range(0, Oracle.GetProperty("arima").GetArrayLength())];

    [Theory, MemberData(nameof(Ets))]
    public void Ets_finds_a_likelihood_as_high_as_statsmodels_and_the_same_forecasts_where_its_parameters_are_given(int which)
    {
        var expected = Oracle.GetProperty("ets")[which];
        var name = expected.GetProperty("name").GetString()!;
        var options = new Ets { Error = Of(name[0]), Trend = Of(name[1]), Season = Of(name[^1]), Damped = name.Contains('d', StringComparison.Ordinal), MaxIterations = 1000 };
        var free = (EtsForecast)options.Fit(Series(), LearnerLaws.Context());
        Assert.True(free.LogLikelihood > expected.GetProperty("llf").GetDouble() - 0.3, $"{name}: {free.LogLikelihood} against {expected.GetProperty("llf").GetDouble()}");
        var bound = options with { Alpha = Inside(Value(expected, "alpha")), Beta = Value(expected, "beta"), Gamma = Value(expected, "gamma"), Phi = Value(expected, "phi") };
        var held = (EtsForecast)bound.Fit(Series(), LearnerLaws.Context());
        Assert.Equal(expected.GetProperty("llf").GetDouble(), held.LogLikelihood, 0.2);
        Near(expected.Numbers("forecast"), Forecast(held), 0.004);
    }

    [Theory, MemberData(nameof(Arimas))]
    public void Arima_has_the_exact_likelihood_and_forecasts_of_statsmodels(int which)
    {
        var expected = Oracle.GetProperty("arima")[which];
        int[] o = [.. expected.Numbers("order").Select(v => (int)v)], s = [.. expected.Numbers("seasonal").Select(v => (int)v)];
        var order = new ArimaOrder(o[0], o[1], o[2], s[0], s[1], s[2]);
        var (p, at) = (expected.Numbers("params"), 0);
        double[] Take(int count) => p[at..(at += count)];
        var (ar, ma, sar, sma) = (Take(o[0]), Take(o[2]), Take(s[0]), Take(s[2]));
        var fit = new ArimaProblem(order, Oracle.Numbers("y"), 6).At(ar, ma, sar, sma, 0);
        Assert.Equal(expected.GetProperty("llf").GetDouble(), fit.LogLikelihood, 1e-6);
        Assert.Equal(expected.GetProperty("variance").GetDouble(), fit.Variance, 1e-8 * fit.Variance);
        var fitted = (ArimaForecast)new Arima { Order = order }.Fit(Series(), LearnerLaws.Context());
        Assert.True(fitted.LogLikelihood > expected.GetProperty("best").GetDouble() - 0.02, $"{order}: {fitted.LogLikelihood} against {expected.GetProperty("best").GetDouble()}");
        var last = Oracle.Numbers("y")[^ArimaPolynomial.Differencing(o[1], s[1], 6).Length..];
        Near(expected.Numbers("forecast"), Forecast(new ArimaForecast(order, 6, fit, last, 1)), 1e-4);
    }

    [Theory]
    [InlineData("plain", "y", 7, false)]
    [InlineData("wide", "y", 13, false)]
    [InlineData("robust", "spiky", 7, true)]
    public void Stl_gives_the_parts_of_statsmodels(string name, string series, int window, bool robust)
    {
        var expected = Oracle.GetProperty("stl").GetProperty(name);
        var actual = new Stl { SeasonalWindow = window, Robust = robust }.Decompose(Series(series));
        Near(expected.Numbers("trend"), [.. actual.Trend], 1e-8);
        Near(expected.Numbers("seasonal"), [.. actual.Seasonal], 1e-7);
    }

    [Fact]
    public void Theta_forecasts_as_statsmodels_does_with_its_smoothing()
    {
        var expected = Oracle.GetProperty("theta");
        var flat = new Theta { Alpha = Math.Min(expected.GetProperty("alpha").GetDouble(), 1) }.Fit(Series(season: 1), LearnerLaws.Context());
        var values = new double[8];
        flat.Forecast(values);
        Near(expected.Numbers("forecast"), values, 1e-3);
        new Deseasonalized(new Theta { Alpha = Math.Min(expected.GetProperty("seasonal_alpha").GetDouble(), 1) }).Fit(Series(), LearnerLaws.Context()).Forecast(values);
        Near(expected.Numbers("seasonal"), values, 5e-3);
    }

    private static double[] Forecast(Data.Models.IForecast found)
    {
        var values = new double[8];
        found.Forecast(values);
        return values;
    }

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static EtsComponent Of(char letter) => letter switch { 'N' => EtsComponent.None, 'A' => EtsComponent.Additive, _ => EtsComponent.Multiplicative };

    private static double? Value(JsonElement parent, string name) => parent.GetProperty(name) is { ValueKind: JsonValueKind.Number } v ? Math.Max(0, v.GetDouble()) : null;

    private static double? Inside(double? alpha) => alpha is { } a ? Math.Clamp(a, 1e-6, 1 - 1e-6) : null;
}
