namespace Bellwether.Numerics.Distributions;

/// <summary>Student's t distribution. Pure functions; degrees of freedom need not be whole.</summary>
public static class StudentT
{
    /// <summary>The probability of a value of at most <paramref name="t"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degrees"/> is not finite and above 0.</exception>
    public static double Cdf(double t, double degrees) => Survival(-t, degrees);

    /// <summary>The probability of a value above <paramref name="t"/>; precise in the tail.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degrees"/> is not finite and above 0.</exception>
    public static double Survival(double t, double degrees)
    {
        Require.Positive(degrees);
        if (double.IsNaN(t) || double.IsInfinity(t))
            return double.IsNaN(t) ? double.NaN : t > 0 ? 0 : 1;
        var square = t * t;
        var tail = 0.5 * SpecialFunctions.BetaI(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The value that a share <paramref name="p"/> does not exceed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static double Quantile(double p, double degrees)
    {
        Require.InRange(p, 0.0, 1.0);
        if (p == 0.5)
            return 0;
        var tail = p < 0.5 ? p : 1 - p;
        if (tail == 0)
            return p < 0.5 ? double.NegativeInfinity : double.PositiveInfinity;
        var size = QuantileOfTail(tail, degrees);
        return p < 0.5 ? -size : size;
    }

    private static double QuantileOfTail(double tail, double degrees)
    {
        var (low, high) = (0L, BitConverter.DoubleToInt64Bits(double.MaxValue));
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (Survival(BitConverter.Int64BitsToDouble(middle), degrees) > tail)
                low = middle;
            else
                high = middle;
        }

        return BitConverter.Int64BitsToDouble(high);
    }
}
