namespace Bellwether.Learning.Forecasting;

/// <summary>A series in three parts (n each), whose sum it is.</summary>
/// <param name="Trend">What moves slowly.</param>
/// <param name="Seasonal">What comes back every season.</param>
/// <param name="Remainder">What is left.</param>
public sealed record StlDecomposition(IReadOnlyList<double> Trend, IReadOnlyList<double> Seasonal, IReadOnlyList<double> Remainder)
{
    /// <summary>How much of what is not trend is season, from 0 to 1 (Wang, Smith and Hyndman, "Characteristic-based clustering for time series data", 2006).</summary>
    public double SeasonalStrength
    {
        get
        {
            var both = Variance([.. Seasonal.Zip(Remainder, (s, r) => s + r)]);
            return both > 0 ? Math.Clamp(1 - (Variance(Remainder) / both), 0, 1) : 0;
        }
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean));
    }
}
