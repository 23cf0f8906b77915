using Bellwether.Numerics;

namespace Bellwether.Experiments.Sequential;

/// <summary>Asymptotic confidence sequences: an interval for a mean that holds at every sample size at once, so that a test may be
/// looked at after each observation and stopped at will.</summary>
/// <remarks>Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences",
/// 2023, in the parametrization that GrowthBook documents. Asymptotic: it wants about a hundred observations before the first look.</remarks>
public static class ConfidenceSequence
{
    /// <summary>The half-width of the interval around the mean of <paramref name="n"/> observations.</summary>
    /// <param name="n">How many observations; below 1 gives infinity.</param>
    /// <param name="variance">Their variance; for a difference of two means, n times the variance of the difference.</param>
    /// <param name="alpha">The chance, in (0, 1), that the interval ever misses.</param>
    /// <param name="tunedFor">The sample size at which the interval is tightest.</param>
    public static double HalfWidth(long n, double variance, double alpha = 0.05, double tunedFor = 5_000)
    {
        Require.NotNegative(variance);
        if (n < 1)
            return double.PositiveInfinity;
        var rhoSquared = RhoSquared(alpha, tunedFor);
        var scaled = (n * rhoSquared) + 1;
        return Math.Sqrt(variance) * Math.Sqrt(2 * scaled / ((double)n * n * rhoSquared) * Math.Log(Math.Sqrt(scaled) / alpha));
    }

    /// <summary>An always-valid p-value for a mean of 0.</summary>
    /// <param name="n">How many observations; below 1 gives 1.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="variance">Their variance; 0 gives 1.</param>
    /// <param name="tunedFor">The sample size at which the test is sharpest.</param>
    public static double PValue(long n, double mean, double variance, double tunedFor = 5_000)
    {
        if (n < 1 || !(variance > 0))
            return 1;
        var rhoSquared = RhoSquared(0.05, tunedFor);
        var scaled = (n * rhoSquared) + 1;
        var sum = n * mean / Math.Sqrt(variance);
        var logE = (rhoSquared * sum * sum / (2 * scaled)) - (0.5 * Math.Log(scaled));
        return Math.Min(1, Math.Exp(-logE));
    }

    private static double RhoSquared(double alpha, double tunedFor)
    {
        Require.InRange(alpha, 1e-12, 0.5);
        var l = -2 * Math.Log(alpha);
        return (l + Math.Log(l + 1)) / Require.Positive(tunedFor);
    }
}
