using Bellwether.Learning.Trees;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.TreeObjectives;

/// <summary>The objective that options ask for.</summary>
internal static class ObjectiveFactory
{
    /// <summary>Makes it for these training rows.</summary>
    public static Objective Make(BoostedTrees options, Targets targets, int classes, Seed seed) => options.Loss switch
    {
        TreeLoss.Logistic => new LogisticLoss(targets, options.ScalePositive),
        TreeLoss.Squared => new SquaredLoss(targets),
        TreeLoss.Absolute => new QuantileLoss(targets, 0.5),
        TreeLoss.Huber => new HuberLoss(targets, options.HuberDelta),
        TreeLoss.Quantile => new QuantileLoss(targets, options.Quantile),
        TreeLoss.Poisson => new PoissonLoss(targets),
        TreeLoss.Tweedie => new TweedieLoss(targets, options.TweediePower),
        TreeLoss.Softmax => new SoftmaxLoss(targets, classes),
        TreeLoss.LambdaRank => new LambdaRankLoss(targets, options.RankingCut, options.RankingTruncation, weighted: true),
        TreeLoss.Pairwise => new LambdaRankLoss(targets, options.RankingCut, options.RankingTruncation, weighted: false),
        TreeLoss.CrossEntropyNdcg => new CrossEntropyNdcgLoss(targets, options.RankingCut, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Loss, "Loss must be one of the losses of TreeLoss."),
    };
}
