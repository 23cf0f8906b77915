using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Parallelism;

namespace Bellwether.Learning.Forecasting;

/// <summary>Gives any forecaster intervals from the errors it made: split conformal prediction over rolling origins, step by step.</summary>
/// <param name="Inner">Refitted at every origin, and at last on the whole series.</param>
/// <remarks>Of k absolute errors at a step, the bound is the ⌈(k + 1) level⌉-th smallest (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random
/// World", 2005; for series Stankevičiūtė, Alaa and van der Schaar, "Conformal time-series forecasting", 2021). A level that k errors cannot promise
/// gets the largest, so coverage is at most k / (k + 1). Steps beyond <see cref="Horizon"/> take the last step's errors times the root of the distance.</remarks>
public sealed record Conformal(IForecaster Inner) : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = $"conformal {Inner.Name}";

    /// <summary>How many steps have errors of their own; null for a season, or 10 where there is none.</summary>
    public int? Horizon { get; init => field = value is { } v ? Require.Positive(v) : null; }

    /// <summary>At most so many origins, which are the last ones; a short series has fewer. The errors are correlated: more origins help less than their number says.</summary>
    public int Origins { get; init => field = Require.Positive(value); } = 50;

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        var horizon = Math.Min(Horizon ?? (history.Season > 1 ? history.Season : 10), Math.Max(1, history.Count / 3));
        var earliest = Math.Max(1, Math.Min(history.Count - 1, (history.Count - horizon) / 2));
        var origins = Math.Max(0, Math.Min(Origins, history.Count - earliest));
        var errors = new double[horizon][];
        var forecasts = new double[origins][];
        Fork.Run(origins, context.Threads, i => forecasts[i] = Rolled(history, history.Count - 1 - i, horizon, context), context.CancellationToken);
        for (var h = 0; h < horizon; h++)
        {
            var own = new List<double>();
            for (var i = 0; i < origins; i++)
                if (history.Count - 1 - i + h is var at && at < history.Count && forecasts[i].Length > 0 && !double.IsNaN(history.Values[at]))
                    own.Add(ForecastOutput.Held(Math.Abs(history.Values[at] - forecasts[i][h])));
            own.Sort();
            errors[h] = own.Count > 0 || h == 0 ? [.. own] : errors[h - 1];
        }

        return new ConformalForecast(Inner.Fit(history, context), errors);
    }

    private double[] Rolled(TimeSeries history, int origin, int horizon, FitContext context)
    {
        try
        {
            var values = new double[horizon];
            Inner.Fit(history.First(origin), context with { Threads = 1, Progress = null }).Forecast(values);
            return values;
        }
        catch (TrainingException)
        {
            // Too little known before this origin: it has no errors to give.
            return [];
        }
    }
}
