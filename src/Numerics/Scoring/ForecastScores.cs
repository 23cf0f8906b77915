namespace Bellwether.Numerics.Scoring;

/// <summary>Measures of forecasts of a series. A truth of NaN is missing and left out; NaN where nothing is left. O(n), no allocation.</summary>
public static class ForecastScores
{
    /// <summary>The symmetric mean absolute percentage error, 0 to 200: 2 |y - f| / (|y| + |f|), in percent; 0 where both are 0 (Makridakis and others, M4, 2020).</summary>
    public static double SymmetricPercentageError(ReadOnlySpan<double> forecasts, ReadOnlySpan<double> truth)
    {
        Require.SameLength(truth.Length, forecasts.Length, nameof(forecasts));
        double sum = 0;
        var count = 0;
        for (var h = 0; h < truth.Length; h++)
        {
            if (double.IsNaN(truth[h]))
                continue;
            var size = Math.Abs(truth[h]) + Math.Abs(forecasts[h]);
            sum += size > 0 ? 200 * Math.Abs(truth[h] - forecasts[h]) / size : 0;
            count++;
        }

        return count > 0 ? sum / count : double.NaN;
    }

    /// <summary>The mean absolute error in units of the mean absolute error that the seasonal naive forecast makes one step ahead within the history
    /// (Hyndman and Koehler, "Another look at measures of forecast accuracy", 2006).</summary>
    public static double ScaledError(ReadOnlySpan<double> forecasts, ReadOnlySpan<double> truth, ReadOnlySpan<double> history, int season)
    {
        Require.SameLength(truth.Length, forecasts.Length, nameof(forecasts));
        Require.Positive(season);
        double sum = 0, naive = 0;
        var (count, steps) = (0, 0);
        for (var h = 0; h < truth.Length; h++)
            if (!double.IsNaN(truth[h]))
                (sum, count) = (sum + Math.Abs(truth[h] - forecasts[h]), count + 1);
        for (var t = season; t < history.Length; t++)
            if (!double.IsNaN(history[t]) && !double.IsNaN(history[t - season]))
                (naive, steps) = (naive + Math.Abs(history[t] - history[t - season]), steps + 1);
        return count > 0 && steps > 0 && naive > 0 ? sum / count / (naive / steps) : double.NaN;
    }

    /// <summary>The mean pinball loss of forecasts of one quantile: its expected value is least at that quantile.</summary>
    /// <param name="forecasts">The quantile of each step.</param>
    /// <param name="truth">What came.</param>
    /// <param name="quantile">In [0, 1].</param>
    public static double Pinball(ReadOnlySpan<double> forecasts, ReadOnlySpan<double> truth, double quantile)
    {
        Require.SameLength(truth.Length, forecasts.Length, nameof(forecasts));
        Require.InRange(quantile, 0, 1);
        double sum = 0;
        var count = 0;
        for (var h = 0; h < truth.Length; h++)
        {
            var error = truth[h] - forecasts[h];
            if (double.IsNaN(truth[h]))
                continue;
            sum += error >= 0 ? quantile * error : (quantile - 1) * error;
            count++;
        }

        return count > 0 ? sum / count : double.NaN;
    }

    /// <summary>The share of values that lie between their bounds, which count as within.</summary>
    public static double Coverage(ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> truth)
    {
        Require.SameLength(truth.Length, low.Length, nameof(low));
        Require.SameLength(truth.Length, high.Length, nameof(high));
        var (within, count) = (0, 0);
        for (var h = 0; h < truth.Length; h++)
            if (!double.IsNaN(truth[h]))
                (within, count) = (within + (truth[h] >= low[h] && truth[h] <= high[h] ? 1 : 0), count + 1);
        return count > 0 ? (double)within / count : double.NaN;
    }
}
