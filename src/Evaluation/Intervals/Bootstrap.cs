using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;
using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Random;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Intervals;

/// <summary>Intervals by drawing rows, or whole groups of rows, with replacement (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).</summary>
/// <remarks>Rows are sorted once; a resample is a vector of counts on the sorted order, so it costs O(n) and allocates nothing.
/// Resample r has its own stream derived from the seed: the same seed gives the same interval at any number of threads.</remarks>
public sealed record Bootstrap
{
    private const int JackknifeBlocks = 200;

    /// <summary>How many resamples; 1000 by default, at least 50.</summary>
    public int Resamples { get; init => field = Require.InRange(value, 50, 1_000_000); } = 1_000;

    /// <summary>The confidence level, in (0.5, 1); 0.95 by default.</summary>
    public double Level { get; init => field = Require.InRange(value, 0.5, 0.9999); } = 0.95;

    /// <summary>Corrects bias and skew (BCa) at the price of 200 more evaluations; off by default.</summary>
    /// <remarks>The acceleration is a jackknife over at most 200 blocks of units, not over single rows.</remarks>
    public bool BiasCorrected { get; init; }

    /// <summary>The seed of all draws.</summary>
    public Seed Seed { get; init; } = new(20_260);

    /// <summary>At most this many threads; 0, the default, for as many as there are cores. The result does not depend on it.</summary>
    public int Threads { get; init => field = Require.NotNegative(value); }

    /// <summary>The metric with a bootstrap interval.</summary>
    /// <param name="metric">What to measure.</param>
    /// <param name="rows">The rows; their groups, where given, are what is drawn.</param>
    /// <param name="cancellationToken">Checked once per resample.</param>
    /// <exception cref="ArgumentException">The rows are not fit for the metric.</exception>
    public Estimate Estimate(Metric metric, ScoredRows rows, CancellationToken cancellationToken = default)
    {
        var value = metric.Of(rows);
        if (double.IsNaN(value))
            return Missing(value, rows.Count, FormattableString.Invariant($"{metric.Name} does not exist for {rows.Count} rows of which {rows.Positives} are positive."));
        if (rows.UnitCount < 2)
            return Missing(value, rows.Count, "An interval needs at least two rows (or groups) to draw from.");
        var replicates = Replicates(rows.UnitCount, rows.Count,
            (counts, weights) =>
            {
                rows.Weigh(counts, weights);
                return metric.Kernel(rows.Scores, rows.Labels, weights);
            },
            cancellationToken);
        return Interval(value, replicates, rows.Count, () => Acceleration(metric, rows));
    }

    /// <summary>The mean of values (n), one per independent unit (user, query, series), with its interval.</summary>
    public Estimate Mean(IReadOnlyList<double> values, CancellationToken cancellationToken = default)
    {
        if (values.Count < 2)
            return Missing(values.Count == 0 ? double.NaN : values[0], values.Count, "An interval needs at least two values to draw from.");
        var replicates = Replicates(values.Count, 0, (counts, _) => Weighted(values, counts), cancellationToken);
        return Interval(values.Average(), replicates, values.Count, () => 0);
    }

    /// <summary>The replicates of a statistic: entry r belongs to resample r.</summary>
    /// <param name="units">How many units are drawn from.</param>
    /// <param name="rows">The length of the scratch that the statistic gets.</param>
    /// <param name="statistic">From counts per unit and a scratch of <paramref name="rows"/> values to a number; called from several threads.</param>
    /// <param name="cancellationToken">Checked once per resample.</param>
    internal double[] Replicates(int units, int rows, Func<int[], double[], double> statistic, CancellationToken cancellationToken)
    {
        var replicates = new double[Resamples];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Threads == 0 ? -1 : Threads, CancellationToken = cancellationToken };
        Parallel.For(0, Resamples, options, () => (Counts: new int[units], Scratch: new double[rows]),
            (r, _, buffers) =>
            {
                Resampling.DrawCounts(Seed.Derive(r).Stream(), buffers.Counts);
                replicates[r] = statistic(buffers.Counts, buffers.Scratch);
                return buffers;
            },
            _ => { });
        return replicates;
    }

    /// <summary>The interval of a value from its replicates.</summary>
    internal Estimate Interval(double value, double[] replicates, int n, Func<double> acceleration)
    {
        var sorted = replicates.Where(r => !double.IsNaN(r)).ToArray();
        if (sorted.Length * 2 < replicates.Length)
            return Missing(value, n, FormattableString.Invariant($"Only {sorted.Length} of {replicates.Length} resamples had a value: too few rows of one class."));
        Array.Sort(sorted);
        var (low, high) = ((1 - Level) / 2, (1 + Level) / 2);
        if (BiasCorrected)
            (low, high) = Correct(low, high, sorted, value, acceleration());
        return new Estimate(value, Resampling.Quantile(sorted, low), Resampling.Quantile(sorted, high), n,
            BiasCorrected ? IntervalMethod.BiasCorrected : IntervalMethod.Percentile)
        {
            Level = Level,
            StandardError = Deviation(sorted),
            Reason = sorted.Length == replicates.Length ? null : FormattableString.Invariant($"{replicates.Length - sorted.Length} of {replicates.Length} resamples had no value and were left out."),
        };
    }

    private Estimate Missing(double value, int n, string reason) =>
        new(value, double.NaN, double.NaN, n, IntervalMethod.None) { Level = Level, Reason = reason };

    private static (double Low, double High) Correct(double low, double high, double[] sorted, double value, double acceleration)
    {
        var below = sorted.Count(r => r < value) + (0.5 * sorted.Count(r => r == value));
        var bias = Normal.Quantile(Math.Clamp(below / sorted.Length, 0.5 / sorted.Length, 1 - (0.5 / sorted.Length)));
        return (Shift(low), Shift(high));

        double Shift(double share)
        {
            var z = bias + Normal.Quantile(share);
            return Normal.Cdf(bias + (z / (1 - (acceleration * z))));
        }
    }

    private static double Acceleration(Metric metric, ScoredRows rows)
    {
        var blocks = Math.Min(JackknifeBlocks, rows.UnitCount);
        var counts = new int[rows.UnitCount];
        var weights = new double[rows.Count];
        var values = new double[blocks];
        for (var block = 0; block < blocks; block++)
        {
            for (var unit = 0; unit < counts.Length; unit++)
                counts[unit] = unit % blocks == block ? 0 : 1;
            rows.Weigh(counts, weights);
            values[block] = metric.Kernel(rows.Scores, rows.Labels, weights);
        }

        var mean = values.Average();
        double squares = 0, cubes = 0;
        foreach (var value in values)
        {
            var gap = mean - value;
            squares += gap * gap;
            cubes += gap * gap * gap;
        }

        return squares > 0 && double.IsFinite(cubes) ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }

    private static double Weighted(IReadOnlyList<double> values, int[] counts)
    {
        var sum = 0.0;
        for (var i = 0; i < counts.Length; i++)
            sum += values[i] * counts[i];
        return sum / counts.Length;
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return Math.Sqrt(sum / (values.Length - 1));
    }
}
