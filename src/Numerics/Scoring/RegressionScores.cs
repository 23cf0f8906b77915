namespace Bellwether.Numerics.Scoring;

/// <summary>Measures of how close predicted numbers come. Weighted, over n rows in any order, one or two passes, no allocation.</summary>
/// <remarks>The first span holds predictions, the second the truth. NaN where the weights sum to 0.</remarks>
public static class RegressionScores
{
    /// <summary>The mean squared error.</summary>
    public static double MeanSquaredError(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var error = scores[i] - labels[i];
            sum += weights[i] * error * error;
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>The mean absolute error.</summary>
    public static double MeanAbsoluteError(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            sum += weights[i] * Math.Abs(scores[i] - labels[i]);
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>The mean absolute error relative to the truth's size, which is held at 2.2e-16 or more, as scikit-learn does: a truth of
    /// 0 makes the measure enormous rather than undefined.</summary>
    public static double MeanAbsolutePercentageError(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            sum += weights[i] * Math.Abs(scores[i] - labels[i]) / Math.Max(Math.Abs(labels[i]), 2.220446049250313e-16);
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>The coefficient of determination: 1 less the squared error relative to that of the mean. NaN where the truth does not vary.</summary>
    public static double RSquared(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            sum += weights[i] * labels[i];
            total += weights[i];
        }

        var mean = sum / total;
        double residual = 0, spread = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            residual += weights[i] * (scores[i] - labels[i]) * (scores[i] - labels[i]);
            spread += weights[i] * (labels[i] - mean) * (labels[i] - mean);
        }

        return spread > 0 ? 1 - (residual / spread) : double.NaN;
    }

    /// <summary>The mean pinball (quantile) loss: under-prediction costs <paramref name="quantile"/>, over-prediction 1 less that, per unit.</summary>
    public static double Pinball(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights, double quantile)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var gap = labels[i] - scores[i];
            sum += weights[i] * (gap >= 0 ? quantile * gap : (quantile - 1) * gap);
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }

    /// <summary>The mean of prediction less truth: above 0 where the predictions are too high.</summary>
    public static double Bias(ReadOnlySpan<double> scores, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            sum += weights[i] * (scores[i] - labels[i]);
            total += weights[i];
        }

        return total > 0 ? sum / total : double.NaN;
    }
}
