using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Parallelism;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Learning.Forecasting;

/// <summary>Judges a forecaster as it would have been used: fitted at one origin after another, on nothing but what came before it.</summary>
/// <param name="Horizon">How many steps are forecast at each origin.</param>
/// <remarks>Tashman, "Out-of-sample tests of forecasting accuracy: an analysis and review" (2000). Origins are worked on in parallel; the result does not depend on it.</remarks>
public sealed record Backtest(int Horizon)
{
    /// <summary>How many steps are forecast at each origin.</summary>
    public int Horizon { get; init => field = Require.Positive(value); } = Require.Positive(Horizon);

    /// <summary>How many origins; the last one has its whole horizon within the series.</summary>
    public int Origins { get; init => field = Require.Positive(value); } = 5;

    /// <summary>How many steps lie between origins; null for the horizon.</summary>
    public int? Step { get; init => field = value is { } v ? Require.Positive(v) : null; }

    /// <summary>The level of the intervals judged, in (0, 1); 0.95 by default.</summary>
    public double Level { get; init => field = value > 0 && value < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Level must be greater than 0 and less than 1."); } = 0.95;

    /// <summary>Fits and judges; the mean over origins of each measure.</summary>
    /// <exception cref="ArgumentException">The series is too short for the origins.</exception>
    /// <exception cref="TrainingException">The forecaster cannot learn from what came before an origin.</exception>
    public BacktestResult Run(IForecaster forecaster, TimeSeries series, FitContext context)
    {
        var step = Step ?? Horizon;
        if (series.Count - Horizon - ((long)(Origins - 1) * step) < 1)
            throw new ArgumentException(FormattableString.Invariant(
                $"The series must have more than {Horizon + ((long)(Origins - 1) * step)} values for {Origins} origins {step} steps apart with horizon {Horizon}, but has {series.Count}."), nameof(series));
        var points = new BacktestOrigin[Origins];
        Fork.Run(Origins, context.Threads, i =>
        {
            var origin = series.Count - Horizon - ((Origins - 1 - i) * step);
            points[i] = Judge(forecaster, series, origin, context with { Threads = 1, Progress = null });
        }, context.CancellationToken);
        return new BacktestResult(points);
    }

    private BacktestOrigin Judge(IForecaster forecaster, TimeSeries series, int origin, FitContext context)
    {
        var history = series.First(origin);
        var truth = series.Values.Slice(origin, Horizon);
        var (forecast, naive2, low, high) = (new double[Horizon], new double[Horizon], new double[Horizon], new double[Horizon]);
        var fitted = forecaster.Fit(history, context);
        fitted.Forecast(forecast);
        fitted.Interval(Level, low, high);
        new Deseasonalized(new Naive()).Fit(history, context).Forecast(naive2);
        var (symmetric, scaled) = (ForecastScores.SymmetricPercentageError(forecast, truth), ForecastScores.ScaledError(forecast, truth, history.Values, series.Season));
        var owa = 0.5 * ((symmetric / ForecastScores.SymmetricPercentageError(naive2, truth)) + (scaled / ForecastScores.ScaledError(naive2, truth, history.Values, series.Season)));
        var pinball = 0.5 * (ForecastScores.Pinball(low, truth, (1 - Level) / 2) + ForecastScores.Pinball(high, truth, (1 + Level) / 2));
        return new BacktestOrigin(origin, forecast, symmetric, scaled, owa, pinball, ForecastScores.Coverage(low, high, truth));
    }
}
