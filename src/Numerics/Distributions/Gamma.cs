namespace Bellwether.Numerics.Distributions;

/// <summary>The gamma distribution with a shape and a scale, both above 0 (mean shape times scale). Pure functions.</summary>
public static class Gamma
{
    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Cdf(double x, double shape, double scale) => SpecialFunctions.GammaP(shape, Math.Max(0, x) / Require.Positive(scale));

    /// <summary>The probability of a value above <paramref name="x"/>; precise in the tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Survival(double x, double shape, double scale) => SpecialFunctions.GammaQ(shape, Math.Max(0, x) / Require.Positive(scale));

    /// <summary>The value that a share <paramref name="p"/> does not exceed; to the last bits of the distribution function, by bisection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Quantile(double p, double shape, double scale) => QuantileSearch.Positive(p, x => Cdf(x, shape, scale), x => Survival(x, shape, scale));
}
