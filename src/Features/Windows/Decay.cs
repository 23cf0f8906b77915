namespace Bellwether.Features.Windows;

/// <summary>Halving over time, by additions and multiplications only, so that every machine computes the same bits.</summary>
internal static class Decay
{
    /// <summary>After this many half-lives what is left counts as nothing.</summary>
    public const int ReachInHalfLives = 64;

    private static readonly double[] _taylor = Taylor();

    /// <summary>2^(-elapsed / halfLife), to about one unit in the last place; 0 from 64 half-lives on.</summary>
    /// <param name="elapsed">0 or more.</param>
    /// <param name="halfLife">1 or more, in the same unit.</param>
    public static double Factor(long elapsed, long halfLife)
    {
        var (whole, part) = Math.DivRem(elapsed, halfLife);
        if (whole >= ReachInHalfLives)
            return 0;
        var x = -0.69314718055994530942 * part / halfLife;
        var value = 0.0;
        for (var i = _taylor.Length - 1; i >= 0; i--)
            value = (value * x) + _taylor[i];
        return value / (1UL << (int)whole);
    }

    private static double[] Taylor()
    {
        var terms = new double[18];
        terms[0] = 1;
        for (var i = 1; i < terms.Length; i++)
            terms[i] = terms[i - 1] / i;
        return terms;
    }
}
