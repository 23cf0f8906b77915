using Bellwether.Numerics;

namespace Bellwether.Experiments.Assignment;

/// <summary>The sample-ratio test: do the arms hold as many units as their shares say? Where they do not, units are lost on the way and
/// no comparison of the arms can be trusted.</summary>
/// <param name="ChiSquare">Pearson's statistic.</param>
/// <param name="PValue">The chance of a statistic as large if the shares hold.</param>
public sealed record SampleRatio(double ChiSquare, double PValue)
{
    /// <summary>True at p below 0.001, the usual bar for this test, since it is looked at often.</summary>
    public bool IsMismatch => PValue < 0.001;

    /// <summary>Tests counts against shares (Pearson's chi-square). Asymptotic: wants an expected count of 5 in every arm.</summary>
    /// <param name="counts">Units (k) seen per arm.</param>
    /// <param name="shares">Shares (k) that sum to 1.</param>
    /// <remarks>A unit in an arm of share 0 gives p = 0; no units at all, or a single arm, give p = 1.</remarks>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static SampleRatio Test(ReadOnlySpan<long> counts, ReadOnlySpan<double> shares)
    {
        Require.SameLength(counts.Length, shares.Length, nameof(shares));
        var total = 0L;
        foreach (var count in counts)
            total += count;
        var statistic = 0.0;
        var arms = 0;
        for (var arm = 0; arm < counts.Length; arm++)
        {
            var expected = shares[arm] * total;
            if (shares[arm] == 0 && counts[arm] > 0)
                return new SampleRatio(double.PositiveInfinity, 0);
            if (expected <= 0)
                continue;
            statistic += (counts[arm] - expected) * (counts[arm] - expected) / expected;
            arms++;
        }

        return new SampleRatio(statistic, arms > 1 ? Numerics.Distributions.ChiSquare.Survival(statistic, arms - 1) : 1);
    }
}
