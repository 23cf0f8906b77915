using Bellwether.Numerics.Distributions;

namespace Bellwether.Monitoring.Drift;

/// <summary>The two-sample test of Kolmogorov and Smirnov: the largest gap between two empirical distribution functions. Pure functions.</summary>
public static class KolmogorovSmirnov
{
    private const double ExactUpTo = 4_000_000;

    /// <summary>Tests two samples, two-sided.</summary>
    /// <param name="a">Ascending, without NaN.</param>
    /// <param name="b">Ascending, without NaN.</param>
    /// <remarks>The p-value is exact (counting lattice paths, Hodges, 1957) while the product of the sizes is at most four million, O(n·m),
    /// else from the limiting distribution. With ties it is an upper bound. NaN for an empty sample.</remarks>
    public static TestResult Test(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.IsEmpty || b.IsEmpty)
            return new TestResult(double.NaN, double.NaN);
        var gap = Statistic(a, b);
        var p = (double)a.Length * b.Length <= ExactUpTo ? ExactPValue(gap, a.Length, b.Length) : AsymptoticPValue(gap, a.Length, b.Length);
        return new TestResult(gap, p);
    }

    /// <summary>Tests two histograms over the same ordered bins. Gaps within a bin are not seen, so the p-value is an upper bound.</summary>
    public static TestResult TestBinned(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double n = 0, m = 0, left = 0, right = 0, gap = 0;
        for (var i = 0; i < a.Length; i++)
        {
            n += a[i];
            m += b[i];
        }

        if (!(n > 0 && m > 0))
            return new TestResult(double.NaN, double.NaN);
        for (var i = 0; i < a.Length; i++)
        {
            left += a[i] / n;
            right += b[i] / m;
            gap = Math.Max(gap, Math.Abs(left - right));
        }

        return new TestResult(gap, AsymptoticPValue(gap, n, m));
    }

    /// <summary>The p-value of a gap from the limiting distribution.</summary>
    public static double AsymptoticPValue(double gap, double n, double m) => Kolmogorov.Survival(gap * Math.Sqrt(n / (n + m) * m));

    private static double Statistic(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int i = 0, j = 0;
        var gap = 0L;
        while (i < a.Length && j < b.Length)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
                i++;
            while (j < b.Length && b[j] <= value)
                j++;
            gap = Math.Max(gap, Math.Abs(((long)i * b.Length) - ((long)j * a.Length)));
        }

        return gap / ((double)a.Length * b.Length);
    }

    /// <summary>The share of lattice paths from (0, 0) to (n, m) that touch a gap of at least <paramref name="gap"/>. Probabilities of
    /// touching are propagated (not of staying inside), so that small p-values keep their digits.</summary>
    private static double ExactPValue(double gap, int n, int m)
    {
        var reach = (long)Math.Round(gap * n * m);
        if (reach <= 0)
            return 1;
        var touched = new double[m + 1];
        for (var i = 0; i <= n; i++)
        {
            for (var j = 0; j <= m; j++)
            {
                if (Math.Abs(((long)i * m) - ((long)j * n)) >= reach)
                    touched[j] = 1;
                else if (i == 0 || j == 0)
                    touched[j] = i == 0 && j == 0 ? 0 : i == 0 ? touched[j - 1] : touched[j];
                else // the last step of a random path to (i, j) came from (i - 1, j) with probability i / (i + j)
                    touched[j] = ((i * touched[j]) + (j * touched[j - 1])) / (i + j);
            }
        }

        return Math.Min(1, touched[m]);
    }
}
