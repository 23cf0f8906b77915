namespace Bellwether.Features.Windows;

/// <summary>Halving over time, by additions and multiplications only, so that every machine computes the same bits.</summary>
internal static class Decay
{
    /// <summary>After this many half-lives what is left counts as nothing.</summary>
    public const int ReachInHalfLives = 64;

    private const double Ln2 = 0.69314718055994530942;
    private const int Steps = 64;
    private static readonly double[] _inverse = [.. Enumerable.Range(0, 20).Select(i => i == 0 ? 0 : 1.0 / i)];
    private static readonly double[] _halvings = Halvings();

    /// <summary>2^(-elapsed / halfLife), to about two units in the last place; 0 from 64 half-lives on.</summary>
    /// <param name="elapsed">0 or more.</param>
    /// <param name="halfLife">1 or more, in the same unit.</param>
    public static double Factor(long elapsed, long halfLife)
    {
        var (whole, part) = Math.DivRem(elapsed, halfLife);
        if (whole >= ReachInHalfLives)
            return 0;
        // 2^-(whole + step / 64 + rest / 64): a shift, a table, and a short series.
        var share = (double)part / halfLife * Steps;
        var step = Math.Min((int)share, Steps - 1);
        var x = (step - share) * (Ln2 / Steps);
        return _halvings[step] * Series(x, 7) / (1UL << (int)whole);
    }

    private static double Series(double x, int terms)
    {
        var value = 1.0;
        for (var i = terms; i > 0; i--)
            value = 1 + (value * x * _inverse[i]);
        return value;
    }

    private static double[] Halvings()
    {
        var table = new double[Steps];
        for (var i = 0; i < Steps; i++)
            table[i] = Series(-Ln2 * i / Steps, 18);
        return table;
    }
}
