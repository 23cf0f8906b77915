using Bellwether.Data.Training;

namespace Bellwether.Learning.Forecasting;

/// <summary>Parts a series into trend, season and remainder by loess.</summary>
/// <remarks>Cleveland, Cleveland, McRae and Terpenning, "STL: a seasonal-trend decomposition procedure based on loess" (1990), with no jumps: every place is
/// smoothed. Missing values are filled first. O(n (seasonal + trend window)) per iteration.</remarks>
public sealed record Stl
{
    /// <summary>How many seasons the season is smoothed over: odd, 3 or more; 7 by default.</summary>
    public int SeasonalWindow { get; init => field = Odd(value); } = 7;

    /// <summary>How many steps the trend is smoothed over: odd, 3 or more; null for the least odd number above 1.5 m / (1 - 1.5 / seasonal window).</summary>
    public int? TrendWindow { get; init => field = value is { } v ? Odd(v) : null; }

    /// <summary>How many steps are filtered from the season: odd, 3 or more; null for the least odd number above m.</summary>
    public int? LowPassWindow { get; init => field = value is { } v ? Odd(v) : null; }

    /// <summary>Whether every season is the same.</summary>
    public bool Periodic { get; init; }

    /// <summary>Whether outliers are weighed down: 15 passes of 2 iterations rather than 1 of 5.</summary>
    public bool Robust { get; init; }

    /// <summary>Parts a series.</summary>
    /// <exception cref="ArgumentException">The season is below 2, there are less than two of them, or all values are missing.</exception>
    public StlDecomposition Decompose(TimeSeries series)
    {
        if (series.Season < 2 || series.Count < 2 * series.Season || SeriesReading.Known(series.Values) == 0)
            throw new ArgumentException(FormattableString.Invariant(
                $"STL must have a season of 2 or more, two whole seasons and one known value, but got season {series.Season} and {series.Count} values."), nameof(series));
        var scale = SeriesReading.Scale(series.Values);
        var values = SeriesReading.Scaled(series.Values, scale);
        SeriesReading.Fill(values, series.Season);
        var seasonal = Periodic ? (10 * values.Length) + 1 : SeasonalWindow;
        var trend = TrendWindow ?? (int)Math.Ceiling(1.5 * series.Season / (1 - (1.5 / seasonal))) | 1;
        var run = new StlRun(values, series.Season, (seasonal, Periodic ? 0 : 1), trend, LowPassWindow ?? (series.Season + 1) | 1);
        run.Run(Robust ? 2 : 5, Robust ? 15 : 0);
        if (Periodic)
            run.Average();
        var remainder = new double[values.Length];
        for (var t = 0; t < remainder.Length; t++)
        {
            remainder[t] = (values[t] - run.Trend[t] - run.Season[t]) * scale;
            run.Trend[t] *= scale;
            run.Season[t] *= scale;
        }

        return new StlDecomposition(run.Trend, run.Season, remainder);
    }

    private static int Odd(int value) => value >= 3 && value % 2 == 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A window must be odd and at least 3.");
}
