namespace Bellwether.Evaluation.Metrics;

/// <summary>What flagging every row with a score of at least a threshold gets right and wrong, as sums of weights.</summary>
/// <param name="TruePositives">Flagged, label 1.</param>
/// <param name="FalsePositives">Flagged, label 0.</param>
/// <param name="TrueNegatives">Not flagged, label 0.</param>
/// <param name="FalseNegatives">Not flagged, label 1.</param>
public readonly record struct Confusion(double TruePositives, double FalsePositives, double TrueNegatives, double FalseNegatives)
{
    /// <summary>The sum of all weights.</summary>
    public double Total => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>The share that is right.</summary>
    public double Accuracy => Ratio(TruePositives + TrueNegatives, Total);

    /// <summary>The share of the flagged that is positive; NaN when nothing is flagged.</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>The share of the positives that is flagged; NaN without positives.</summary>
    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>The share of the negatives that is flagged; NaN without negatives.</summary>
    public double FalsePositiveRate => Ratio(FalsePositives, FalsePositives + TrueNegatives);

    /// <summary>The share that is flagged.</summary>
    public double FlaggedShare => Ratio(TruePositives + FalsePositives, Total);

    /// <summary>The harmonic mean of precision and recall; NaN when nothing is flagged and nothing is positive.</summary>
    public double F1 => FBeta(1);

    /// <summary>The weighted harmonic mean of precision and recall: recall counts <paramref name="beta"/> times as much.</summary>
    public double FBeta(double beta)
    {
        var square = beta * beta;
        return Ratio((1 + square) * TruePositives, ((1 + square) * TruePositives) + (square * FalseNegatives) + FalsePositives);
    }

    /// <summary>The confusion of rows in any order at a threshold.</summary>
    /// <param name="scores">Scores (n).</param>
    /// <param name="labels">Labels (n) of 0 or 1.</param>
    /// <param name="threshold">Rows with a score of at least this are flagged.</param>
    /// <param name="weights">Weights (n), or empty for weight 1.</param>
    /// <exception cref="ArgumentException">The input is not fit for classification.</exception>
    public static Confusion At(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, double threshold, ReadOnlySpan<double> weights = default) =>
        At(new ScoredRows(scores, labels, weights), threshold);

    /// <summary>The confusion of sorted rows at a threshold.</summary>
    /// <exception cref="ArgumentException">The labels are not 0 or 1.</exception>
    public static Confusion At(ScoredRows rows, double threshold)
    {
        rows.RequireFit(MetricTask.Ranking, "a confusion");
        return Count(rows.Scores, rows.Labels, rows.Weights, threshold);
    }

    internal static Confusion Count(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, double threshold)
    {
        double flaggedUp = 0, flaggedDown = 0, up = 0, down = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var positive = weights[i] * labels[i];
            var negative = weights[i] * (1 - labels[i]);
            up += positive;
            down += negative;
            if (scores[i] >= threshold)
            {
                flaggedUp += positive;
                flaggedDown += negative;
            }
        }

        return new Confusion(flaggedUp, flaggedDown, down - flaggedDown, up - flaggedUp);
    }

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;
}
