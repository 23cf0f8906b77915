using Bellwether.Numerics;

namespace Bellwether.Monitoring.Drift;

/// <summary>How far two distributions lie apart. Pure functions; NaN where one side is empty.</summary>
public static class Divergence
{
    /// <summary>The population stability index, Σ (q - p) ln(q / p) over bins: below 0.1 stable, from 0.2 shifted, by the usual reading.</summary>
    /// <param name="reference">Counts (k) of the reference.</param>
    /// <param name="live">Counts (k) of the live data.</param>
    /// <param name="floor">Shares are held at this or more, so that an empty bin counts as rare, not as impossible.</param>
    public static double Psi(ReadOnlySpan<double> reference, ReadOnlySpan<double> live, double floor = 1e-4)
    {
        var (p, q) = Totals(reference, live);
        if (!(p > 0 && q > 0))
            return double.NaN;
        var sum = 0.0;
        for (var i = 0; i < reference.Length; i++)
        {
            var a = Math.Max(floor, reference[i] / p);
            var b = Math.Max(floor, live[i] / q);
            sum += (b - a) * Math.Log(b / a);
        }

        return sum;
    }

    /// <summary>The Jensen-Shannon distance to base 2, between 0 (equal) and 1 (nothing in common): scipy's <c>jensenshannon(p, q, 2)</c>.</summary>
    public static double JensenShannon(ReadOnlySpan<double> reference, ReadOnlySpan<double> live)
    {
        var (p, q) = Totals(reference, live);
        if (!(p > 0 && q > 0))
            return double.NaN;
        var sum = 0.0;
        for (var i = 0; i < reference.Length; i++)
        {
            var (a, b) = (reference[i] / p, live[i] / q);
            var middle = (a + b) / 2;
            sum += Term(a, middle) + Term(b, middle);
        }

        return Math.Sqrt(Math.Max(0, sum / 2));

        static double Term(double share, double middle) => share > 0 ? share * Math.Log2(share / middle) : 0;
    }

    /// <summary>The first Wasserstein distance between two samples, in units of the values: the mean way that mass has to go.</summary>
    /// <param name="reference">Ascending.</param>
    /// <param name="live">Ascending.</param>
    public static double Wasserstein(ReadOnlySpan<double> reference, ReadOnlySpan<double> live)
    {
        if (reference.IsEmpty || live.IsEmpty)
            return double.NaN;
        double sum = 0, last = Math.Min(reference[0], live[0]);
        int i = 0, j = 0;
        while (i < reference.Length || j < live.Length)
        {
            var next = j >= live.Length || (i < reference.Length && reference[i] <= live[j]) ? reference[i] : live[j];
            sum += Math.Abs(((double)i / reference.Length) - ((double)j / live.Length)) * (next - last);
            last = next;
            while (i < reference.Length && reference[i] == next)
                i++;
            while (j < live.Length && live[j] == next)
                j++;
        }

        return sum;
    }

    /// <summary>The Wasserstein distance in standard deviations of the reference; NaN where that is 0.</summary>
    /// <param name="reference">Ascending.</param>
    /// <param name="live">Ascending.</param>
    public static double WassersteinNormed(ReadOnlySpan<double> reference, ReadOnlySpan<double> live)
    {
        double mean = 0, squares = 0;
        foreach (var value in reference)
            mean += value / reference.Length;
        foreach (var value in reference)
            squares += (value - mean) * (value - mean) / reference.Length;
        return squares > 0 ? Wasserstein(reference, live) / Math.Sqrt(squares) : double.NaN;
    }

    private static (double P, double Q) Totals(ReadOnlySpan<double> reference, ReadOnlySpan<double> live)
    {
        Require.SameLength(reference.Length, live.Length, nameof(live));
        double p = 0, q = 0;
        for (var i = 0; i < reference.Length; i++)
        {
            p += reference[i];
            q += live[i];
        }

        return (p, q);
    }
}
