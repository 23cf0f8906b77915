using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics;
using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Thresholds;

/// <summary>Chooses the threshold from which rows are flagged.</summary>
/// <remarks>Candidates are the distinct scores, and one just above the highest that flags nothing: an exact sweep, O(n) over sorted
/// rows. Among equals the highest threshold wins, which flags least. Intervals are Wilson's; with weights they take Kish's effective
/// number of rows.</remarks>
public static class ThresholdChoice
{
    /// <summary>The threshold of the lowest expected cost.</summary>
    /// <exception cref="ArgumentException">There are no rows, or labels are not 0 or 1.</exception>
    public static OperatingPoint ByCost(ScoredRows rows, CostMatrix costs) =>
        ByRowCosts(rows, Enumerable.Repeat(costs.FalsePositive - costs.TrueNegative, rows.Count).ToArray(),
            Enumerable.Repeat(costs.FalseNegative - costs.TruePositive, rows.Count).ToArray(), costs.TrueNegative, costs.TruePositive);

    /// <summary>The threshold of the lowest expected cost where every row has its own, e.g. the amount of the payment.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="falsePositive">Cost (n) of flagging the row if it is a negative, in the order of the rows' input.</param>
    /// <param name="falseNegative">Cost (n) of letting the row through if it is a positive, in the order of the rows' input.</param>
    /// <exception cref="ArgumentException">There are no rows, or labels are not 0 or 1, or lengths differ.</exception>
    public static OperatingPoint ByRowCosts(ScoredRows rows, ReadOnlySpan<double> falsePositive, ReadOnlySpan<double> falseNegative) =>
        ByRowCosts(rows, falsePositive, falseNegative, 0, 0);

    /// <summary>The threshold of the highest recall that flags at most a share of the negatives.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="limit">The highest false-positive rate, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are no rows, or labels are not 0 or 1.</exception>
    public static OperatingPoint ByFalsePositiveRate(ScoredRows rows, double limit)
    {
        Require.InRange(limit, 0.0, 1.0);
        return Best(rows, c => c.FalsePositives <= limit * (c.FalsePositives + c.TrueNegatives) ? c.TruePositives : double.NaN)!;
    }

    /// <summary>The threshold of the highest recall whose precision is at least a share; null when no threshold reaches it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="precision">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are no rows, or labels are not 0 or 1.</exception>
    public static OperatingPoint? ByPrecision(ScoredRows rows, double precision)
    {
        Require.InRange(precision, 0.0, 1.0);
        return Best(rows, c => c.Precision >= precision ? c.TruePositives : double.NaN);
    }

    /// <summary>The threshold of the highest F-measure; null without positives.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="beta">How many times as much recall counts as precision, above 0.</param>
    /// <exception cref="ArgumentException">There are no rows, or labels are not 0 or 1.</exception>
    public static OperatingPoint? ByFBeta(ScoredRows rows, double beta = 1)
    {
        Require.Positive(beta);
        return Best(rows, c => c.FBeta(beta));
    }

    /// <summary>What a threshold does on these rows, e.g. on rows that it was not chosen on.</summary>
    /// <exception cref="ArgumentException">There are no rows, or labels are not 0 or 1.</exception>
    public static OperatingPoint Judge(ScoredRows rows, double threshold)
    {
        Check(rows);
        return Describe(rows, threshold, Confusion.At(rows, threshold));
    }

    private static OperatingPoint ByRowCosts(ScoredRows rows, ReadOnlySpan<double> flagNegative, ReadOnlySpan<double> passPositive, double passNegative, double flagPositive)
    {
        Check(rows);
        Require.SameLength(rows.Count, flagNegative.Length, nameof(flagNegative));
        Require.SameLength(rows.Count, passPositive.Length, nameof(passPositive));
        var flagging = new double[rows.Count];
        for (var i = 0; i < flagging.Length; i++)
            flagging[i] = rows.Labels[i] == 1 ? -passPositive[rows.Order[i]] : flagNegative[rows.Order[i]];
        double best = 0, cost = 0;
        var threshold = Math.BitIncrement(rows.Scores[0]);
        for (var i = 0; i < rows.Count; i++)
        {
            cost += rows.Weights[i] * flagging[i];
            if (cost < best && IsEndOfTie(rows, i))
                (best, threshold) = (cost, rows.Scores[i]);
        }

        double sum = 0, squares = 0, weight = 0, weightSquares = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var positive = rows.Labels[i] == 1;
            var flagged = rows.Scores[i] >= threshold;
            var each = positive
                ? flagPositive + (flagged ? 0 : passPositive[rows.Order[i]])
                : passNegative + (flagged ? flagNegative[rows.Order[i]] : 0);
            sum += rows.Weights[i] * each;
            squares += rows.Weights[i] * each * each;
            weight += rows.Weights[i];
            weightSquares += rows.Weights[i] * rows.Weights[i];
        }

        var mean = sum / weight;
        var error = Math.Sqrt(Math.Max(0, (squares / weight) - (mean * mean)) * weightSquares) / weight;
        var reach = Normal.TwoSided(0.95) * error;
        return Describe(rows, threshold, Confusion.At(rows, threshold)) with
        {
            CostPerRow = new Estimate(mean, mean - reach, mean + reach, rows.Count, IntervalMethod.Normal) { StandardError = error },
        };
    }

    private static OperatingPoint? Best(ScoredRows rows, Func<Confusion, double> worth)
    {
        Check(rows);
        double up = 0, down = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            up += rows.Weights[i] * rows.Labels[i];
            down += rows.Weights[i] * (1 - rows.Labels[i]);
        }

        var chosen = new Confusion(0, 0, down, up);
        var threshold = Math.BitIncrement(rows.Scores[0]);
        var best = worth(chosen);
        double flaggedUp = 0, flaggedDown = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            flaggedUp += rows.Weights[i] * rows.Labels[i];
            flaggedDown += rows.Weights[i] * (1 - rows.Labels[i]);
            if (!IsEndOfTie(rows, i))
                continue;
            var confusion = new Confusion(flaggedUp, flaggedDown, down - flaggedDown, up - flaggedUp);
            var value = worth(confusion);
            if (!double.IsNaN(value) && !(value <= best))
                (best, threshold, chosen) = (value, rows.Scores[i], confusion);
        }

        return double.IsNaN(best) ? null : Describe(rows, threshold, chosen);
    }

    private static bool IsEndOfTie(ScoredRows rows, int i) => i + 1 == rows.Count || rows.Scores[i + 1] != rows.Scores[i];

    private static void Check(ScoredRows rows)
    {
        rows.RequireFit(MetricTask.Ranking, "a threshold");
        if (rows.Count == 0)
            throw new ArgumentException("rows must hold at least one row to choose a threshold on.", nameof(rows));
    }

    private static OperatingPoint Describe(ScoredRows rows, double threshold, Confusion c)
    {
        double weight = 0, squares = 0;
        foreach (var w in rows.Weights)
        {
            weight += w;
            squares += w * w;
        }

        var effective = weight > 0 ? weight / squares : 1; // Kish: rows per unit of weight
        return new OperatingPoint(threshold, c, Share(c.TruePositives, c.TruePositives + c.FalsePositives), Share(c.TruePositives, c.TruePositives + c.FalseNegatives),
            Share(c.FalsePositives, c.FalsePositives + c.TrueNegatives), Share(c.TruePositives + c.FalsePositives, c.Total));

        Estimate Share(double part, double whole)
        {
            var (low, high) = Wilson.Interval(part * effective, whole * effective);
            return whole > 0
                ? new Estimate(part / whole, low, high, rows.Count, IntervalMethod.Wilson)
                : new Estimate(double.NaN, double.NaN, double.NaN, rows.Count, IntervalMethod.None) { Reason = "There is no row to take the share of." };
        }
    }
}
