using System.Globalization;
using Bellwether.Numerics;
using Bellwether.Numerics.Scoring;

namespace Bellwether.Evaluation.Metrics;

/// <summary>The metrics that have a name. Definitions, ties and weights follow scikit-learn, to rounding.</summary>
public static class MetricCatalogue
{
    /// <summary>Mean squared error.</summary>
    public static Metric Mse { get; } = new("mse", MetricTask.Regression, false, RegressionScores.MeanSquaredError);

    /// <summary>Root mean squared error.</summary>
    public static Metric Rmse { get; } = new("rmse", MetricTask.Regression, false, (s, y, w) => Math.Sqrt(RegressionScores.MeanSquaredError(s, y, w)));

    /// <summary>Mean absolute error.</summary>
    public static Metric Mae { get; } = new("mae", MetricTask.Regression, false, RegressionScores.MeanAbsoluteError);

    /// <summary>Mean absolute error relative to the truth.</summary>
    public static Metric Mape { get; } = new("mape", MetricTask.Regression, false, RegressionScores.MeanAbsolutePercentageError);

    /// <summary>Coefficient of determination.</summary>
    public static Metric RSquared { get; } = new("r2", MetricTask.Regression, true, RegressionScores.RSquared);

    /// <summary>Size of the mean error: 0 where predictions are right on average. The signed value is <see cref="RegressionScores.Bias"/>.</summary>
    public static Metric AbsoluteBias { get; } =
        new("abs_bias", MetricTask.Regression, false, (s, y, w) => Math.Abs(RegressionScores.Bias(s, y, w)));

    /// <summary>Area under the ROC curve.</summary>
    public static Metric RocAuc { get; } = new("roc_auc", MetricTask.Ranking, true, RankingScores.RocAuc) { IsRocAuc = true };

    /// <summary>Area under the precision-recall curve, as average precision.</summary>
    public static Metric PrAuc { get; } = new("pr_auc", MetricTask.Ranking, true, RankingScores.AveragePrecision);

    /// <summary>Mean negative log-likelihood in nats.</summary>
    public static Metric LogLoss { get; } = new("log_loss", MetricTask.Probability, false, ProbabilityScores.LogLoss);

    /// <summary>Mean squared error of the probability.</summary>
    public static Metric Brier { get; } = new("brier", MetricTask.Probability, false, ProbabilityScores.Brier);

    /// <summary>Expected calibration error over 15 bins of equal width.</summary>
    public static Metric Ece { get; } = new("ece", MetricTask.Probability, false, (s, y, w) => ProbabilityScores.CalibrationError(s, y, w, 15));

    /// <summary>Expected calibration error over 15 bins of equal weight, which looks closer where most scores lie.</summary>
    public static Metric EceEqualMass { get; } =
        new("ece_mass", MetricTask.Probability, false, (s, y, w) => ProbabilityScores.CalibrationErrorEqualMass(s, y, w, 15));

    /// <summary>One of each, parameters at their defaults (threshold 0.5, quantile 0.5, limit 0.01).</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Mse, Rmse, Mae, Mape, RSquared, AbsoluteBias, Pinball(0.5), RocAuc, PrAuc, LogLoss, Brier, Ece, EceEqualMass, Accuracy(0.5), Precision(0.5),
        Recall(0.5), F1(0.5), RecallAtFpr(0.01),
    ];

    /// <summary>Mean pinball loss of a predicted quantile.</summary>
    /// <param name="quantile">In (0, 1).</param>
    public static Metric Pinball(double quantile) => new(Named("pinball", Require.InRange(quantile, 1e-9, 1 - 1e-9)), MetricTask.Regression, false,
        (s, y, w) => RegressionScores.Pinball(s, y, w, quantile));

    /// <summary>Share of right decisions at a threshold.</summary>
    public static Metric Accuracy(double threshold) =>
        AtThreshold("accuracy", threshold, c => c.Accuracy, c => (c.TruePositives + c.TrueNegatives, c.Total));

    /// <summary>Share of positives among the flagged at a threshold.</summary>
    public static Metric Precision(double threshold) =>
        AtThreshold("precision", threshold, c => c.Precision, c => (c.TruePositives, c.TruePositives + c.FalsePositives));

    /// <summary>Share of the positives that is flagged at a threshold.</summary>
    public static Metric Recall(double threshold) =>
        AtThreshold("recall", threshold, c => c.Recall, c => (c.TruePositives, c.TruePositives + c.FalseNegatives));

    /// <summary>Harmonic mean of precision and recall at a threshold.</summary>
    public static Metric F1(double threshold) => AtThreshold("f1", threshold, c => c.F1, null);

    /// <summary>The highest recall of any threshold that flags at most this share of the negatives.</summary>
    /// <param name="limit">Between 0 and 1.</param>
    public static Metric RecallAtFpr(double limit) => new(Named("recall_at_fpr", Require.InRange(limit, 0.0, 1.0)), MetricTask.Ranking, true,
        (s, y, w) => RankingScores.RecallAtFalsePositiveRate(s, y, w, limit));

    /// <summary>Finds a metric by name: <c>pr_auc</c>, or with its parameter, <c>precision@0.3</c>, <c>pinball@0.9</c>, <c>recall_at_fpr@0.01</c>.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists the names.</exception>
    public static Metric Parse(string name)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        var stem = at < 0 ? name : name[..at];
        foreach (var metric in All)
        {
            if (metric.Name == name)
                return metric;
            var end = metric.Name.IndexOf('@', StringComparison.Ordinal);
            if (end < 0 || !metric.Name.AsSpan(0, end).SequenceEqual(stem))
                continue;
            if (at < 0)
                return metric;
            if (double.TryParse(name.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var parameter))
                return WithParameter(stem, parameter);
        }

        throw new ArgumentException($"name must be a known metric, but is '{name}'; known are {string.Join(", ", All.Select(m => m.Name))}.", nameof(name));
    }

    private static Metric WithParameter(string stem, double parameter) => stem switch
    {
        "pinball" => Pinball(parameter),
        "accuracy" => Accuracy(parameter),
        "precision" => Precision(parameter),
        "recall" => Recall(parameter),
        "f1" => F1(parameter),
        _ => RecallAtFpr(parameter),
    };

    private static Metric AtThreshold(string name, double threshold, Func<Confusion, double> value, Func<Confusion, (double, double)>? proportion) =>
        new(Named(name, Require.Finite(threshold)), MetricTask.Ranking, true, (s, y, w) => value(Confusion.Count(s, y, w, threshold)))
        {
            Threshold = threshold,
            Proportion = proportion,
        };

    private static string Named(string name, double parameter) => string.Create(CultureInfo.InvariantCulture, $"{name}@{parameter}");
}
