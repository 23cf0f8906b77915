namespace Bellwether.Numerics.Scoring;

/// <summary>Measures of how true predicted probabilities are. Weighted means over n rows in any order; NaN where the weights sum to 0.</summary>
/// <remarks>Probabilities lie in [0, 1], labels are 0 or 1; nothing is checked here, the callers check.</remarks>
public static class ProbabilityScores
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The mean negative log-likelihood in nats, with probabilities held 2.2e-16 away from 0 and 1, as scikit-learn does.</summary>
    public static double LogLoss(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            sum += weights[i] * LogLoss(scores[i], labels[i]);
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>The negative log-likelihood of one row.</summary>
    public static double LogLoss(double score, double label)
    {
        var p = Math.Clamp(score, Epsilon, 1 - Epsilon);
        return label > 0 ? -Math.Log(p) : -Math.Log(1 - p);
    }

    /// <summary>The mean squared distance between probability and label.</summary>
    public static double Brier(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights) =>
        RegressionScores.MeanSquaredError(scores, labels, weights);

    /// <summary>Expected calibration error over bins of equal width on [0, 1] (Guo et al., 2017): the weighted mean of
    /// |mean probability - share of positives| over the bins.</summary>
    /// <param name="scores">Probabilities.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="bins">Between 1 and 64.</param>
    public static double CalibrationError(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, int bins)
    {
        Span<double> gaps = stackalloc double[Require.InRange(bins, 1, 64)];
        gaps.Clear();
        var total = 0.0;
        for (var i = 0; i < scores.Length; i++)
        {
            gaps[Math.Min(bins - 1, (int)(scores[i] * bins))] += weights[i] * (scores[i] - labels[i]);
            total += weights[i];
        }

        return total > 0 ? SumOfSizes(gaps) / total : double.NaN;
    }

    /// <summary>Expected calibration error over bins of equal weight, for rows sorted by score, highest first. Rows with equal scores
    /// stay in one bin, so there may be fewer bins than asked for.</summary>
    /// <param name="scores">Probabilities, highest first.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="bins">At least 1.</param>
    public static double CalibrationErrorEqualMass(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, int bins)
    {
        Require.Positive(bins);
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;
        if (!(total > 0))
            return double.NaN;
        double sum = 0, gap = 0, seen = 0;
        var bin = 1;
        for (var i = 0; i < scores.Length;)
        {
            var score = scores[i];
            do
            {
                gap += weights[i] * (scores[i] - labels[i]);
                seen += weights[i];
                i++;
            }
            while (i < scores.Length && scores[i] == score);
            if (seen < total * bin / bins * (1 - 1e-12))
                continue;
            sum += Math.Abs(gap);
            gap = 0;
            while (bin <= bins && seen >= total * bin / bins * (1 - 1e-12))
                bin++;
        }

        return (sum + Math.Abs(gap)) / total;
    }

    private static double SumOfSizes(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += Math.Abs(value);
        return sum;
    }
}
