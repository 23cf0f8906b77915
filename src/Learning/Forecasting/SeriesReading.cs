using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>What every forecaster does to a series before it learns: checks it, brings it to a size near 1, fills gaps where it must.</summary>
internal static class SeriesReading
{
    /// <summary>How many values are not missing.</summary>
    public static int Known(ReadOnlySpan<double> values)
    {
        var known = 0;
        foreach (var value in values)
            known += double.IsNaN(value) ? 0 : 1;
        return known;
    }

    /// <summary>Refuses a series with fewer known values than needed.</summary>
    /// <exception cref="TrainingException">Too few.</exception>
    public static void Check(TimeSeries history, string name, FitContext context, int least = 1)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var known = Known(history.Values);
        if (known < least)
            throw new TrainingException(FormattableString.Invariant(
                $"'{name}' must have at least {least} known values to learn from, but the series has {known} of {history.Count}. Give a longer history, or a simpler forecaster."));
    }

    /// <summary>A power of two near the largest size of a value: dividing by it is exact, and squares neither overflow nor vanish.</summary>
    public static double Scale(ReadOnlySpan<double> values)
    {
        var largest = 0.0;
        foreach (var value in values)
            if (!double.IsNaN(value))
                largest = Math.Max(largest, Math.Abs(value));
        return largest > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -1000, 1000)) : 1;
    }

    /// <summary>The values divided by a scale, gaps left.</summary>
    public static double[] Scaled(ReadOnlySpan<double> values, double scale)
    {
        var scaled = new double[values.Length];
        for (var t = 0; t < scaled.Length; t++)
            scaled[t] = values[t] / scale;
        return scaled;
    }

    /// <summary>Fills gaps on the line between the same phase of the seasons around them; at the ends with the nearest one.</summary>
    /// <remarks>Where a phase has no known value at all, its gaps lie on the line between whatever neighbours are known.</remarks>
    public static void Fill(Span<double> values, int season)
    {
        if (season > 1 && season < values.Length)
            for (var phase = 0; phase < season; phase++)
                Fill(values, phase, season);
        Fill(values, 0, 1);
    }

    private static void Fill(Span<double> values, int first, int step)
    {
        var last = -1;
        for (var t = first; t < values.Length; t += step)
        {
            if (double.IsNaN(values[t]))
                continue;
            for (var gap = last < 0 ? first : last + step; gap < t; gap += step)
                values[gap] = last < 0 ? values[t] : values[last] + ((values[t] - values[last]) * ((double)(gap - last) / (t - last)));
            last = t;
        }

        if (last >= 0)
            for (var gap = last + step; gap < values.Length; gap += step)
                values[gap] = values[last];
    }
}
