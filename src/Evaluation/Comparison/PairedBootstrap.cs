using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;

namespace Bellwether.Evaluation.Comparison;

/// <summary>Compares two models by drawing the same rows for both: what is common to them cancels, so the interval of the difference is
/// far narrower than the two intervals suggest.</summary>
/// <param name="Bootstrap">How to draw.</param>
public sealed record PairedBootstrap(Bootstrap Bootstrap)
{
    /// <summary>Compares with 1000 resamples at 95 %.</summary>
    public PairedBootstrap()
        : this(new Bootstrap())
    {
    }

    /// <summary>Compares a candidate with a baseline.</summary>
    /// <param name="metric">What to compare by.</param>
    /// <param name="candidate">The candidate's scores (n).</param>
    /// <param name="baseline">The baseline's scores (n) of the same rows in the same order.</param>
    /// <param name="labels">Labels (n).</param>
    /// <param name="weights">Weights (n), or empty.</param>
    /// <param name="groups">Groups (n) of dependent rows, or empty.</param>
    /// <remarks>The p-value is twice the smaller share of replicates on the far side of 0, never below 2 / (resamples + 1). Percentile
    /// interval. O(resamples · n). Deterministic for the seed at any number of threads.</remarks>
    /// <exception cref="ArgumentException">The input is not fit for the metric.</exception>
    public ModelComparison Compare(Metric metric, ReadOnlySpan<double> candidate, ReadOnlySpan<double> baseline, ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights = default, ReadOnlySpan<long> groups = default)
    {
        Require.SameLength(candidate.Length, baseline.Length, nameof(baseline));
        var ours = new ScoredRows(candidate, labels, weights, groups);
        var theirs = new ScoredRows(baseline, labels, weights, groups);
        var (a, b) = (metric.Of(ours), metric.Of(theirs));
        if (double.IsNaN(a) || double.IsNaN(b) || ours.UnitCount < 2)
            return Undecided(metric, ours, a, b);
        var draws = Bootstrap with { BiasCorrected = false };
        var ourReplicates = draws.Replicates(ours.UnitCount, ours.Count, (counts, scratch) => Value(metric, ours, counts, scratch), default);
        var theirReplicates = draws.Replicates(ours.UnitCount, ours.Count, (counts, scratch) => Value(metric, theirs, counts, scratch), default);
        var differences = new double[ourReplicates.Length];
        for (var r = 0; r < differences.Length; r++)
            differences[r] = ourReplicates[r] - theirReplicates[r];
        var difference = draws.Interval(a - b, differences, ours.Count, () => 0);
        return new ModelComparison(metric, draws.Interval(a, ourReplicates, ours.Count, () => 0), draws.Interval(b, theirReplicates, ours.Count, () => 0),
            difference, PValue(differences), Judge(metric, difference));
    }

    private static double Value(Metric metric, ScoredRows rows, int[] counts, double[] scratch)
    {
        rows.Weigh(counts, scratch);
        return metric.Kernel(rows.Scores, rows.Labels, scratch);
    }

    private static double PValue(double[] differences)
    {
        int atMost = 0, atLeast = 0, count = 0;
        foreach (var difference in differences)
        {
            if (double.IsNaN(difference))
                continue;
            count++;
            atMost += difference <= 0 ? 1 : 0;
            atLeast += difference >= 0 ? 1 : 0;
        }

        return count == 0 ? double.NaN : Math.Min(1, 2.0 * (Math.Min(atMost, atLeast) + 1) / (count + 1));
    }

    private static Verdict Judge(Metric metric, Estimate difference)
    {
        if (!difference.HasInterval || difference.Contains(0))
            return Verdict.NotDistinguishable;
        return (difference.Low > 0) == metric.HigherIsBetter ? Verdict.Better : Verdict.Worse;
    }

    private static ModelComparison Undecided(Metric metric, ScoredRows rows, double a, double b)
    {
        var reason = FormattableString.Invariant($"{metric.Name} cannot be compared on {rows.Count} rows of which {rows.Positives} are positive.");
        return new ModelComparison(metric, Bare(a), Bare(b), Bare(a - b), double.NaN, Verdict.NotDistinguishable);

        Estimate Bare(double value) => new(value, double.NaN, double.NaN, rows.Count, IntervalMethod.None) { Reason = reason };
    }
}
