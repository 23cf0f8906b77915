namespace Bellwether.Numerics.Distributions;

/// <summary>Fisher's F distribution with numerator and denominator degrees of freedom, both above 0. Pure functions.</summary>
public static class FisherF
{
    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Cdf(double x, double numerator, double denominator) => Tail(x, numerator, denominator, upper: false);

    /// <summary>The probability of a value above <paramref name="x"/>; precise in the tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Survival(double x, double numerator, double denominator) => Tail(x, numerator, denominator, upper: true);

    /// <summary>The value that a share <paramref name="p"/> does not exceed; to the last bits of the distribution function, by bisection.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter lies outside its range.</exception>
    public static double Quantile(double p, double numerator, double denominator) => QuantileSearch.Positive(p, x => Cdf(x, numerator, denominator), x => Survival(x, numerator, denominator));

    private static double Tail(double x, double numerator, double denominator, bool upper)
    {
        if (double.IsNaN(x))
            return double.NaN;
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return (x > 0) == upper ? 0 : 1;
        var (top, bottom) = (numerator * x, Require.Positive(denominator));
        var share = 1 / (1 + (bottom / top));
        var rest = 1 / (1 + (top / bottom));
        return upper
            ? SpecialFunctions.BetaI(rest, share, denominator / 2, numerator / 2)
            : SpecialFunctions.BetaI(share, rest, numerator / 2, denominator / 2);
    }
}
