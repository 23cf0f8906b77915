namespace Bellwether.Learning.Trees;

/// <summary>What boosting minimizes.</summary>
public enum TreeLoss
{
    /// <summary>Log-loss of a probability; labels 0 or 1. Gradient p - y, Hessian p (1 - p).</summary>
    Logistic,

    /// <summary>½ (y - ŷ)²: an estimate of the mean. Gradient ŷ - y, Hessian 1.</summary>
    Squared,

    /// <summary>|y - ŷ|: an estimate of the median. Leaves are medians of residuals.</summary>
    Absolute,

    /// <summary>½ (y - ŷ)² near, |y - ŷ| far (<see cref="BoostedTrees.HuberDelta"/>): a mean that outliers do not move much.</summary>
    Huber,

    /// <summary>The pinball loss: an estimate of a quantile (<see cref="BoostedTrees.Quantile"/>). Leaves are quantiles of residuals.</summary>
    Quantile,

    /// <summary>Poisson deviance: the mean of counts, labels of 0 or more. The score is positive.</summary>
    Poisson,

    /// <summary>Tweedie deviance (<see cref="BoostedTrees.TweediePower"/>): amounts of which many are 0, labels of 0 or more. The score is
    /// positive.</summary>
    Tweedie,

    /// <summary>Log-loss of k classes; labels 0 to k - 1. Grows k trees a round and gives an <see cref="Bellwether.Data.Models.IClassifier"/>.</summary>
    Softmax,

    /// <summary>LambdaMART: the order within groups by NDCG; labels are grades 0, 1, 2, … up to 31. The rows must have groups.</summary>
    LambdaRank,

    /// <summary>RankNet: the share of pairs within groups in the right order; labels are grades. The rows must have groups.</summary>
    Pairwise,

    /// <summary>XE-NDCG: cross-entropy with random targets around the gains; labels are grades. The rows must have groups.</summary>
    CrossEntropyNdcg,
}
