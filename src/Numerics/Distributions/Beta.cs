namespace Bellwether.Numerics.Distributions;

/// <summary>The beta distribution on [0, 1] with shapes a and b, both above 0. Pure functions.</summary>
public static class Beta
{
    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Cdf(double x, double a, double b) => SpecialFunctions.BetaI(Math.Clamp(x, 0, 1), a, b);

    /// <summary>The probability of a value above <paramref name="x"/>; precise in the tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Survival(double x, double a, double b) => SpecialFunctions.BetaI(1 - Math.Clamp(x, 0, 1), Math.Clamp(x, 0, 1), b, a);

    /// <summary>The value that a share <paramref name="p"/> does not exceed; to the last bits of the distribution function, by bisection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Quantile(double p, double a, double b) => QuantileSearch.Positive(p, x => Cdf(x, a, b), x => Survival(x, a, b), upper: 1);
}
