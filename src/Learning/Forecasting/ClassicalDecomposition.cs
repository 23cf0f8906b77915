namespace Bellwether.Learning.Forecasting;

/// <summary>Seasonal indices by ratio (or difference) to a centred moving average, as the M4 competition's benchmarks compute them.</summary>
internal static class ClassicalDecomposition
{
    /// <summary>The index (m) of each phase, phase 0 being the first value's: mean 1 where multiplicative, else 0. Needs 2 m values, none missing.</summary>
    public static double[] Indices(ReadOnlySpan<double> values, int season, bool multiplicative)
    {
        var (sums, counts) = (new double[season], new int[season]);
        var half = season / 2;
        for (var t = half; t < values.Length - half; t++)
        {
            var average = Average(values, t, season);
            if (multiplicative && !(average > 0))
                continue;
            sums[t % season] += multiplicative ? values[t] / average : values[t] - average;
            counts[t % season]++;
        }

        var indices = new double[season];
        for (var phase = 0; phase < season; phase++)
            indices[phase] = counts[phase] > 0 ? sums[phase] / counts[phase] : multiplicative ? 1 : 0;
        var mean = indices.Average();
        for (var phase = 0; phase < season; phase++)
            indices[phase] = multiplicative ? (mean > 0 ? indices[phase] / mean : 1) : indices[phase] - mean;
        return indices;
    }

    /// <summary>Whether the autocorrelation at the season's lag is significant at 90 %, as the M4 competition's benchmarks test it: needs 3 m values.</summary>
    public static bool IsSeasonal(ReadOnlySpan<double> values, int season)
    {
        if (season < 2 || values.Length < 3 * season)
            return false;
        double mean = 0, variance = 0, squares = 0;
        foreach (var value in values)
            mean += value / values.Length;
        foreach (var value in values)
            variance += (value - mean) * (value - mean);
        if (!(variance > 1e-24 * values.Length * Math.Max(1, mean * mean)))
            return false;
        double last = 0;
        for (var lag = 1; lag <= season; lag++)
        {
            double sum = 0;
            for (var t = lag; t < values.Length; t++)
                sum += (values[t] - mean) * (values[t - lag] - mean);
            last = sum / variance;
            if (lag < season)
                squares += last * last;
        }

        return Math.Abs(last) > 1.645 * Math.Sqrt((1 + (2 * squares)) / values.Length);
    }

    private static double Average(ReadOnlySpan<double> values, int at, int season)
    {
        var half = season / 2;
        double sum = 0;
        for (var t = at - half; t <= at + half; t++)
            sum += values[t];
        return season % 2 == 1 ? sum / season : (sum - (0.5 * (values[at - half] + values[at + half]))) / season;
    }
}
