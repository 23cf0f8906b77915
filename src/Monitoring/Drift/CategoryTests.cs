using Bellwether.Numerics;
using Bellwether.Numerics.Distributions;

namespace Bellwether.Monitoring.Drift;

/// <summary>Tests on counts. Pure functions.</summary>
public static class CategoryTests
{
    /// <summary>Pearson's chi-square test that two count vectors come from one distribution, without continuity correction.</summary>
    /// <param name="reference">Counts (k) of the reference.</param>
    /// <param name="live">Counts (k) of the live data.</param>
    /// <param name="minimumExpected">Categories whose expected live count is lower are pooled into one; 0 pools none, as scipy.</param>
    /// <returns>NaN where a side is empty; p = 1 where one category is left.</returns>
    public static TestResult ChiSquare(ReadOnlySpan<double> reference, ReadOnlySpan<double> live, double minimumExpected = 5)
    {
        Require.SameLength(reference.Length, live.Length, nameof(live));
        double n = 0, m = 0;
        for (var i = 0; i < reference.Length; i++)
        {
            n += reference[i];
            m += live[i];
        }

        if (!(n > 0 && m > 0))
            return new TestResult(double.NaN, double.NaN);
        double statistic = 0, pooledReference = 0, pooledLive = 0;
        var cells = 0;
        for (var i = 0; i < reference.Length; i++)
        {
            if (reference[i] + live[i] <= 0)
                continue;
            if ((reference[i] + live[i]) * Math.Min(n, m) / (n + m) < minimumExpected)
                (pooledReference, pooledLive) = (pooledReference + reference[i], pooledLive + live[i]);
            else
                Add(reference[i], live[i]);
        }

        if (pooledReference + pooledLive > 0)
            Add(pooledReference, pooledLive);
        return new TestResult(statistic, cells > 1 ? Numerics.Distributions.ChiSquare.Survival(statistic, cells - 1) : 1);

        void Add(double left, double right)
        {
            var (expectedLeft, expectedRight) = ((left + right) * n / (n + m), (left + right) * m / (n + m));
            statistic += ((left - expectedLeft) * (left - expectedLeft) / expectedLeft) + ((right - expectedRight) * (right - expectedRight) / expectedRight);
            cells++;
        }
    }

    /// <summary>Two-sided z-test that two shares are equal (pooled variance), e.g. of missing values.</summary>
    /// <returns>The z-score, above 0 when the live share is higher; p = 1 where both shares are 0 or both 1; NaN where a side is empty.</returns>
    public static TestResult TwoShares(double referenceHits, double referenceTotal, double liveHits, double liveTotal)
    {
        if (!(referenceTotal > 0 && liveTotal > 0))
            return new TestResult(double.NaN, double.NaN);
        var pooled = (referenceHits + liveHits) / (referenceTotal + liveTotal);
        var error = Math.Sqrt(pooled * (1 - pooled) * ((1 / referenceTotal) + (1 / liveTotal)));
        if (!(error > 0))
            return new TestResult(0, 1);
        var z = ((liveHits / liveTotal) - (referenceHits / referenceTotal)) / error;
        return new TestResult(z, Normal.TwoSidedPValue(z));
    }
}
