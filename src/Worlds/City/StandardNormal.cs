namespace Bellwether.Worlds.City;

/// <summary>The standard normal distribution, to full precision where the world needs it.</summary>
internal static class StandardNormal
{
    /// <summary>The probability of a value below <paramref name="x"/>: Marsaglia's series ("Evaluating the normal distribution", 2004).</summary>
    public static double Below(double x)
    {
        if (x is < -8 or > 8)
            return x < 0 ? 0 : 1;
        var (sum, term) = (x, x);
        for (var i = 3; Math.Abs(term) > 1e-17; i += 2)
            sum += term *= x * x / i;
        return 0.5 + (sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>The value that lies above a share <paramref name="probability"/> of the distribution, by bisection.</summary>
    public static double Quantile(double probability)
    {
        var (low, high) = (-8.0, 8.0);
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
