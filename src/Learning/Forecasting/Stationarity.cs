namespace Bellwether.Learning.Forecasting;

/// <summary>How often a series must be differenced before it keeps a level.</summary>
internal static class Stationarity
{
    /// <summary>Differences while the KPSS statistic is above its 5 % value, 0.463 (Kwiatkowski, Phillips, Schmidt and Shin 1992).</summary>
    public static int Differences(double[] values, int most)
    {
        for (var d = 0; d < most; d++)
        {
            if (values.Length < 4 || !(Kpss(values) > 0.463))
                return d;
            values = ArimaPolynomial.Difference(values, [1]);
        }

        return most;
    }

    /// <summary>The KPSS statistic for a level, with Bartlett weights over 3 √n / 13 lags; NaN for a constant.</summary>
    public static double Kpss(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        double mean = 0, sum = 0, squares = 0, variance = 0;
        foreach (var value in values)
            mean += value / n;
        foreach (var value in values)
        {
            sum += value - mean;
            squares += sum * sum;
            variance += (value - mean) * (value - mean);
        }

        if (!(variance > 1e-20 * n))
            return double.NaN;
        var lags = (int)(3 * Math.Sqrt(n) / 13);
        for (var lag = 1; lag <= lags; lag++)
            for (var t = lag; t < n; t++)
                variance += 2 * (1 - (lag / (lags + 1.0))) * (values[t] - mean) * (values[t - lag] - mean);
        return squares / (n * variance);
    }
}
