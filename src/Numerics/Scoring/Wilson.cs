using Bellwether.Numerics.Distributions;

namespace Bellwether.Numerics.Scoring;

/// <summary>Wilson's score interval for a proportion (Wilson, 1927): sound at 0 successes and for small n, where the normal one is not.</summary>
public static class Wilson
{
    /// <summary>The interval; NaN bounds for no trials.</summary>
    /// <param name="successes">Between 0 and <paramref name="trials"/>; need not be whole.</param>
    /// <param name="trials">0 or more.</param>
    /// <param name="level">The confidence level.</param>
    public static (double Low, double High) Interval(double successes, double trials, double level = 0.95)
    {
        if (!(trials > 0))
            return (double.NaN, double.NaN);
        var z = Normal.TwoSided(level);
        var share = successes / trials;
        var scale = 1 + (z * z / trials);
        var centre = (share + (z * z / (2 * trials))) / scale;
        var reach = z / scale * Math.Sqrt((share * (1 - share) / trials) + (z * z / (4 * trials * trials)));
        return (share <= 0 ? 0 : Math.Max(0, centre - reach), share >= 1 ? 1 : Math.Min(1, centre + reach));
    }
}
