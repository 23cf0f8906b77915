namespace Bellwether.Numerics.Distributions;

/// <summary>Inverts a distribution function by bisection over the bit patterns of positive doubles: at most 63 steps to the last bit.</summary>
internal static class QuantileSearch
{
    /// <summary>The positive x at which the distribution function reaches <paramref name="p"/>.</summary>
    /// <param name="p">Between 0 and 1.</param>
    /// <param name="cdf">The lower tail, rising in x.</param>
    /// <param name="survival">The upper tail; used where it is the smaller one and so the more precise.</param>
    /// <param name="upper">The end of the support, or infinity.</param>
    public static double Positive(double p, Func<double, double> cdf, Func<double, double> survival, double upper = double.PositiveInfinity)
    {
        Require.InRange(p, 0.0, 1.0);
        if (p is 0 or 1)
            return p == 0 ? 0 : upper;
        var q = 1 - p;
        var byUpperTail = p > 0.5;
        var low = 0L;
        var high = BitConverter.DoubleToInt64Bits(double.IsFinite(upper) ? upper : double.MaxValue);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            var x = BitConverter.Int64BitsToDouble(middle);
            if (byUpperTail ? survival(x) > q : cdf(x) < p)
                low = middle;
            else
                high = middle;
        }

        return BitConverter.Int64BitsToDouble(high);
    }
}
