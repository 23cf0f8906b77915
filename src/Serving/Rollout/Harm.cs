namespace Bellwether.Serving.Rollout;

/// <summary>In which direction a metric is worse.</summary>
public enum Harm
{
    /// <summary>More is worse: a loss, a latency, a rate of errors.</summary>
    More,

    /// <summary>Less is worse: a revenue, a rate of approvals.</summary>
    Less,
}
