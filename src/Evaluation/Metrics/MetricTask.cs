namespace Bellwether.Evaluation.Metrics;

/// <summary>What a metric asks of scores and labels.</summary>
public enum MetricTask
{
    /// <summary>Labels of 0 or 1; scores are any finite numbers, higher for more likely positives.</summary>
    Ranking,

    /// <summary>Labels of 0 or 1; scores are probabilities in [0, 1].</summary>
    Probability,

    /// <summary>Labels and scores are any finite numbers.</summary>
    Regression,
}
