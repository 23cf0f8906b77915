namespace Bellwether.Numerics.Distributions;

/// <summary>The chi-square distribution with a number of degrees of freedom above 0, which need not be whole. Pure functions.</summary>
public static class ChiSquare
{
    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Cdf(double x, double degrees) => SpecialFunctions.GammaP(degrees / 2, Math.Max(0, x) / 2);

    /// <summary>The probability of a value above <paramref name="x"/>; precise in the tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Survival(double x, double degrees) => SpecialFunctions.GammaQ(degrees / 2, Math.Max(0, x) / 2);

    /// <summary>The value that a share <paramref name="p"/> does not exceed; to the last bits of the distribution function, by bisection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Quantile(double p, double degrees) => QuantileSearch.Positive(p, x => Cdf(x, degrees), x => Survival(x, degrees));
}
