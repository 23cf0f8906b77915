using Bellwether.Numerics.Distributions;

namespace Bellwether.Numerics.Scoring;

/// <summary>Measures of how well scores order positives before negatives. Every method takes rows sorted by score, highest first,
/// and weighted: one pass over n rows, no allocation unless said.</summary>
/// <remarks>Rows with equal scores form one step, as in scikit-learn, so their order does not matter. Labels are 0 or 1; nothing is
/// checked here, the callers check. A value that does not exist (one class only, no rows) is NaN.</remarks>
public static class RankingScores
{
    /// <summary>The area under the ROC curve: the chance that a positive scores above a negative, ties counting half.</summary>
    public static double RocAuc(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double area = 0, positives = 0, negatives = 0;
        for (var i = 0; i < scores.Length;)
        {
            var score = scores[i];
            double up = 0, down = 0;
            do
            {
                up += weights[i] * labels[i];
                down += weights[i] * (1 - labels[i]);
                i++;
            }
            while (i < scores.Length && scores[i] == score);
            area += down * (positives + (0.5 * up));
            positives += up;
            negatives += down;
        }

        return positives > 0 && negatives > 0 ? area / (positives * negatives) : double.NaN;
    }

    /// <summary>The area under the precision-recall curve as average precision: the sum over thresholds of the step in recall times the
    /// precision there, as scikit-learn's <c>average_precision_score</c>. NaN without positives.</summary>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, positives = 0, flagged = 0;
        for (var i = 0; i < scores.Length;)
        {
            var score = scores[i];
            var up = 0.0;
            do
            {
                up += weights[i] * labels[i];
                flagged += weights[i];
                i++;
            }
            while (i < scores.Length && scores[i] == score);
            positives += up;
            if (up > 0)
                sum += up * positives / flagged;
        }

        return positives > 0 ? sum / positives : double.NaN;
    }

    /// <summary>The highest recall that a threshold reaches whose false-positive rate is at most <paramref name="limit"/>; NaN with one class only.</summary>
    public static double RecallAtFalsePositiveRate(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, double limit)
    {
        double allUp = 0, allDown = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            allUp += weights[i] * labels[i];
            allDown += weights[i] * (1 - labels[i]);
        }

        double best = 0, up = 0, down = 0;
        for (var i = 0; i < scores.Length;)
        {
            var score = scores[i];
            do
            {
                up += weights[i] * labels[i];
                down += weights[i] * (1 - labels[i]);
                i++;
            }
            while (i < scores.Length && scores[i] == score);
            if (down > limit * allDown)
                break;
            best = up;
        }

        return allUp > 0 && allDown > 0 ? best / allUp : double.NaN;
    }

    /// <summary>The standard error of the unweighted ROC AUC (DeLong, DeLong, Clarke-Pearson, 1988); NaN with fewer than two rows of a class.</summary>
    /// <remarks>From the sorted order (Sun and Xu, 2014): O(n), no allocation.</remarks>
    public static double RocAucStandardError(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels)
    {
        var positives = 0L;
        foreach (var label in labels)
            positives += label > 0 ? 1 : 0;
        var negatives = labels.Length - positives;
        if (positives < 2 || negatives < 2)
            return double.NaN;
        double above = 0, below = negatives, sumUp = 0, squareUp = 0, sumDown = 0, squareDown = 0;
        for (var i = 0; i < scores.Length;)
        {
            var score = scores[i];
            long up = 0, down = 0;
            do
            {
                up += labels[i] > 0 ? 1 : 0;
                down += labels[i] > 0 ? 0 : 1;
                i++;
            }
            while (i < scores.Length && scores[i] == score);
            below -= down;
            var placeUp = (below + (0.5 * down)) / negatives;
            var placeDown = (above + (0.5 * up)) / positives;
            sumUp += up * placeUp;
            squareUp += up * placeUp * placeUp;
            sumDown += down * placeDown;
            squareDown += down * placeDown * placeDown;
            above += up;
        }

        var varianceUp = (squareUp - (sumUp * sumUp / positives)) / (positives - 1);
        var varianceDown = (squareDown - (sumDown * sumDown / negatives)) / (negatives - 1);
        return Math.Sqrt(Math.Max(0, (varianceUp / positives) + (varianceDown / negatives)));
    }

    /// <summary>DeLong's interval for an AUC. Where the classes are separated perfectly the standard error is 0; the open end is then
    /// Wilson's bound for as many successes as the rarer class has rows.</summary>
    /// <param name="auc">The AUC.</param>
    /// <param name="standardError">From <see cref="RocAucStandardError"/>; NaN gives NaN bounds.</param>
    /// <param name="rarer">Rows of the rarer class.</param>
    /// <param name="level">The confidence level.</param>
    public static (double Low, double High) RocAucInterval(double auc, double standardError, long rarer, double level = 0.95)
    {
        if (double.IsNaN(standardError))
            return (double.NaN, double.NaN);
        if (standardError < 1e-12 && auc is < 1e-9 or > 1 - 1e-9)
            return Wilson.Interval(auc * rarer, rarer, level);
        var reach = Normal.TwoSided(level) * standardError;
        return (Math.Max(0, auc - reach), Math.Min(1, auc + reach));
    }
}
