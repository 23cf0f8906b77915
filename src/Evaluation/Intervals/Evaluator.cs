using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Intervals;

/// <summary>Gives every figure its interval: an analytic one where one is known, else a bootstrap.</summary>
/// <remarks>DeLong for the ROC AUC and Wilson for accuracy, precision and recall, on rows without weights and groups; the bootstrap for
/// everything else. Safe to share between threads.</remarks>
/// <param name="Bootstrap">How to draw where drawing is needed; its level holds for all intervals.</param>
public sealed record Evaluator(Bootstrap Bootstrap)
{
    /// <summary>An evaluator with 1000 resamples, 95 % intervals and a fixed seed.</summary>
    public Evaluator()
        : this(new Bootstrap())
    {
    }

    /// <summary>The metric over n rows in any order, with its interval.</summary>
    /// <param name="metric">What to measure.</param>
    /// <param name="scores">Scores (n).</param>
    /// <param name="labels">Labels (n).</param>
    /// <param name="weights">Weights (n), or empty.</param>
    /// <param name="groups">Groups (n) of dependent rows, or empty.</param>
    /// <exception cref="ArgumentException">The input is not fit for the metric.</exception>
    public Estimate Estimate(Metric metric, ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights = default,
        ReadOnlySpan<long> groups = default) => Estimate(metric, new ScoredRows(scores, labels, weights, groups));

    /// <summary>The metric over sorted rows, with its interval.</summary>
    /// <param name="metric">What to measure.</param>
    /// <param name="rows">The rows; sort them once for many metrics.</param>
    /// <param name="cancellationToken">Checked once per resample.</param>
    /// <exception cref="ArgumentException">The input is not fit for the metric.</exception>
    public Estimate Estimate(Metric metric, ScoredRows rows, CancellationToken cancellationToken = default)
    {
        var independent = !rows.IsWeighted && rows.GroupCount == 0;
        if (independent && metric.IsRocAuc && Math.Min(rows.Positives, rows.Count - rows.Positives) >= 2)
            return DeLong(metric, rows);
        if (independent && metric.Proportion is { } proportion)
            return Proportion(metric.Of(rows), rows, proportion(Confusion.At(rows, metric.Threshold)));
        return Bootstrap.Estimate(metric, rows, cancellationToken);
    }

    private Estimate DeLong(Metric metric, ScoredRows rows)
    {
        var value = metric.Of(rows);
        var error = RankingScores.RocAucStandardError(rows.Scores, rows.Labels);
        var (low, high) = RankingScores.RocAucInterval(value, error, Math.Min(rows.Positives, rows.Count - rows.Positives), Bootstrap.Level);
        return new Estimate(value, low, high, rows.Count, IntervalMethod.DeLong) { Level = Bootstrap.Level, StandardError = error };
    }

    private Estimate Proportion(double value, ScoredRows rows, (double Successes, double Trials) counts)
    {
        if (counts.Trials == 0)
            return new Estimate(value, double.NaN, double.NaN, rows.Count, IntervalMethod.None) { Level = Bootstrap.Level, Reason = "There is no row to take the share of." };
        var (low, high) = Wilson.Interval(counts.Successes, counts.Trials, Bootstrap.Level);
        return new Estimate(value, low, high, rows.Count, IntervalMethod.Wilson)
        {
            Level = Bootstrap.Level,
            StandardError = Math.Sqrt(value * (1 - value) / counts.Trials),
        };
    }
}
