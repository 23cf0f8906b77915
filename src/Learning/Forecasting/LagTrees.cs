using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Trees;
using Bellwether.Numerics;

namespace Bellwether.Learning.Forecasting;

/// <summary>Boosted trees on a series' own past: lags, means over windows, earlier seasons and the phase.</summary>
/// <remarks>Recursive by default: one model of one step, fed with its own forecasts. With <see cref="Direct"/> one model per step up to that horizon, and
/// beyond it block by block (Ben Taieb, Bontempi, Atiya and Sorjamaa, "A review and comparison of strategies for multi-step ahead time series forecasting",
/// 2012). Values are seen, and forecast, as differences to the mean of the last season, so that a level may move. Missing values are filled for lags and
/// left out as labels. Intervals come from the errors of a fit that did not see the last fifth. A series too short for its lags is an error.</remarks>
public sealed record LagTrees : IForecaster
{
    /// <inheritdoc/>
    public string Name { get; init; } = "trees on lags";

    /// <summary>The learner of each model: of values.</summary>
    public ILearner Learner { get; init; } = new BoostedTrees { Loss = TreeLoss.Squared, Trees = 100, MaxLeaves = 15, MinChildWeight = 5 };

    /// <summary>Which lags; null for 1 to 5, and with a season m also m - 1, m, m + 1 where 2 m or more are there.</summary>
    public IReadOnlyList<int>? Lags { get; init => field = value is null || (value.Count > 0 && value.All(v => v > 0) && value.Distinct().Count() == value.Count)
        ? value : throw new ArgumentOutOfRangeException(nameof(value), "Lags must be 1 or more, each once."); }

    /// <summary>Windows of means; null for 3, 10, and a season.</summary>
    public IReadOnlyList<int>? Windows { get; init => field = value is null || (value.All(v => v > 0) && value.Distinct().Count() == value.Count)
        ? value : throw new ArgumentOutOfRangeException(nameof(value), "Windows must be 1 or more, each once."); }

    /// <summary>How many steps have a model of their own; 0, the default, for one model used recursively.</summary>
    public int Direct { get; init => field = Require.NotNegative(value); }

    /// <inheritdoc/>
    public IForecast Fit(TimeSeries history, FitContext context)
    {
        SeriesReading.Check(history, Name, context);
        var m = history.Season is var s && s > 1 && history.Count >= 5 * s ? s : 1;
        var table = new LagTable([.. Lags ?? Usual(m)], [.. Windows ?? (m > 1 ? new[] { 3, 10, m }.Distinct() : [3, 10])], m);
        var steps = Math.Max(1, Direct);
        if (history.Count < table.Reach + steps + 5)
            throw new TrainingException(FormattableString.Invariant(
                $"'{Name}' must have at least {table.Reach + steps + 5} values for its lags and horizon, but the series has {history.Count}. Give a longer history, or fewer lags."));
        var scale = SeriesReading.Scale(history.Values);
        var values = SeriesReading.Scaled(history.Values, scale);
        SeriesReading.Fill(values, history.Season);
        var deviations = HeldOut(table, values, history.Values, steps, context);
        var roller = Learn(table, values, history.Values, steps, context);
        return new LagTreesForecast(roller, values[^table.Reach..], values.Length % m, deviations, scale);
    }

    private LagRoller Learn(LagTable table, double[] values, ReadOnlySpan<double> truth, int steps, FitContext context)
    {
        var models = new IModel[steps];
        for (var h = 0; h < steps; h++)
        {
            var rows = table.Rows(values, truth, h + 1);
            if (rows.Rows < 2)
                throw new TrainingException($"'{Name}' must have at least two known values behind its lags, but the series has {rows.Rows}. Give a longer history, or fewer lags.");
            models[h] = Learner.Fit(rows, context with { Seed = context.Seed.Derive(h), Validation = null, Progress = null });
        }

        return new LagRoller(table, models);
    }

    /// <summary>The root mean squared error of each step from the origins of the last fifth, by models that saw only what came before it.</summary>
    private double[] HeldOut(LagTable table, double[] values, ReadOnlySpan<double> truth, int steps, FitContext context)
    {
        var cut = Math.Max(table.Reach + steps + 5, values.Length - (values.Length / 5));
        var horizon = Math.Max(steps, table.Season > 1 ? table.Season : 10);
        var early = Math.Min(cut, values.Length);
        var roller = Learn(table, values[..early], truth[..early], steps, context);
        var (squares, counts, forecast) = (new double[horizon], new int[horizon], new double[horizon]);
        // With nothing held out the last origins are those of the fit: too sure, but all there is.
        var first = cut < values.Length ? cut : table.Reach;
        for (var origin = first; origin < values.Length; origin += Math.Max(1, (values.Length - first) / 64))
        {
            roller.Roll(values.AsSpan(0, origin), origin % table.Season, forecast);
            for (var h = 0; h < horizon && origin + h < values.Length; h++)
            {
                if (double.IsNaN(truth[origin + h]))
                    continue;
                var error = values[origin + h] - forecast[h];
                squares[h] += error * error;
                counts[h]++;
            }
        }

        var deviations = new double[horizon];
        for (var h = 0; h < horizon; h++)
            deviations[h] = counts[h] > 0 ? Math.Sqrt(squares[h] / counts[h]) : h > 0 ? deviations[h - 1] : 0;
        return deviations;
    }

    private static IEnumerable<int> Usual(int m) => m > 1 ? new[] { 1, 2, 3, 4, 5, m - 1, m, m + 1 }.Where(l => l > 0).Distinct() : [1, 2, 3, 4, 5];
}
