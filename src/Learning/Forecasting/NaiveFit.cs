using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

internal static class NaiveFit
{
    public static NaiveForecast Of(TimeSeries history, FitContext context, string name, int season, bool drift)
    {
        SeriesReading.Check(history, name, context);
        var scale = SeriesReading.Scale(history.Values);
        var values = SeriesReading.Scaled(history.Values, scale);
        if (season >= values.Length)
            season = 1;
        var known = (double[])values.Clone();
        SeriesReading.Fill(known, season);
        var first = Array.FindIndex(values, v => !double.IsNaN(v));
        var last = Array.FindLastIndex(values, v => !double.IsNaN(v));
        var slope = drift && last > first ? (values[last] - values[first]) / (last - first) : 0;
        double squares = 0;
        var errors = 0;
        for (var t = season; t < values.Length; t++)
        {
            if (double.IsNaN(values[t]) || double.IsNaN(values[t - season]))
                continue;
            var error = values[t] - values[t - season] - slope;
            (squares, errors) = (squares + (error * error), errors + 1);
        }

        var deviation = errors > 0 ? Math.Sqrt(squares / Math.Max(1, errors - (drift ? 1 : 0))) : 0;
        // Beyond the last known value the line goes on, so that gaps at the end count as steps.
        known[^1] += slope * (values.Length - 1 - last);
        return new NaiveForecast(known[^season..], slope, deviation, drift ? Math.Max(1, last - first) : 0, scale);
    }
}
