namespace Bellwether.Numerics.Distributions;

/// <summary>Kolmogorov's distribution: the limit of √n times the largest gap between an empirical and the true distribution function.</summary>
/// <remarks>Both series of Kolmogorov (1933): the alternating one in the upper range, its theta transform in the lower. Pure functions.</remarks>
public static class Kolmogorov
{
    /// <summary>The probability of a value of at most <paramref name="x"/>.</summary>
    public static double Cdf(double x)
    {
        if (double.IsNaN(x))
            return double.NaN;
        if (x <= 0)
            return 0;
        return x < 1 ? Theta(x) : 1 - Alternating(x);
    }

    /// <summary>The probability of a value above <paramref name="x"/>; precise in the tail.</summary>
    public static double Survival(double x)
    {
        if (double.IsNaN(x))
            return double.NaN;
        if (x <= 0)
            return 1;
        return x < 1 ? 1 - Theta(x) : Alternating(x);
    }

    /// <summary>The value that a share <paramref name="p"/> does not exceed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> lies outside [0, 1].</exception>
    public static double Quantile(double p) => QuantileSearch.Positive(p, Cdf, Survival);

    private static double Alternating(double x)
    {
        var sum = 0.0;
        for (var k = 1; k < 100; k++)
        {
            var term = Math.Exp(-2.0 * k * k * x * x);
            sum += (k & 1) == 1 ? term : -term;
            if (term <= sum * 1e-17)
                break;
        }

        return 2 * sum;
    }

    private static double Theta(double x)
    {
        var sum = 0.0;
        for (var k = 1; k < 100; k += 2)
        {
            var term = Math.Exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            sum += term;
            if (term <= sum * 1e-17)
                break;
        }

        return Math.Sqrt(2 * Math.PI) / x * sum;
    }
}
