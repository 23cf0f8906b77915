namespace Bellwether.Numerics.Distributions;

/// <summary>The standard normal distribution (mean 0, standard deviation 1). Pure functions.</summary>
public static class Normal
{
    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>The probability of a value of at most <paramref name="x"/>; precise in the lower tail.</summary>
    public static double Cdf(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>The probability of a value above <paramref name="x"/>; precise in the upper tail.</summary>
    public static double Survival(double x) => Cdf(-x);

    /// <summary>The value that a share <paramref name="p"/> does not exceed; minus and plus infinity at 0 and 1.</summary>
    /// <remarks>A rational first guess (Abramowitz and Stegun 26.2.23), then Halley steps on the smaller tail.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> lies outside [0, 1].</exception>
    public static double Quantile(double p)
    {
        Require.InRange(p, 0.0, 1.0);
        if (p is 0 or 1)
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        return p <= 0.5 ? -UpperQuantile(p) : UpperQuantile(1 - p);
    }

    /// <summary>The z for a two-sided interval at a confidence level: 1.96 for 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> lies outside [0, 1].</exception>
    public static double TwoSided(double level) => Require.InRange(level, 0.0, 1.0) == 1 ? double.PositiveInfinity : UpperQuantile((1 - level) / 2);

    /// <summary>The two-sided p-value of a z-score.</summary>
    public static double TwoSidedPValue(double z) => Math.Min(1, 2 * Survival(Math.Abs(z)));

    private static double UpperQuantile(double tail)
    {
        if (tail == 0.5)
            return 0;
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var x = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (var step = 0; step < 4; step++)
        {
            var density = Density(x);
            if (density == 0)
                return x;
            var error = (Survival(x) - tail) / density;
            x += error / (1 - (0.5 * x * error));
        }

        return x;
    }
}
