using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.TreeGrowth;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>Gradient-boosted decision trees on binned features: the strongest rung on tables of mixed features.</summary>
/// <remarks>
/// <para>Takes rows as they are. Missing values go, at each split, to the side where they lower the loss more; where training had none,
/// to the heavier side. A category joins its own bin if it is among the <see cref="MaxBins"/> - 1 most frequent codes; the rest, and codes
/// unseen in training, share one bin. Categorical splits order bins by gradient statistics and cut that order (Fisher 1958; Ke et al.,
/// "LightGBM", 2017). Infinite values are the largest and smallest numbers.</para>
/// <para>Second-order boosting (Chen and Guestrin, "XGBoost", 2016, equations 4 to 7) with gradient histograms (bins by quantiles of up to
/// 200,000 rows) of whole numbers: narrow ones (16 bits a gradient, leaf values still from the gradients themselves) for many rows, wide ones
/// (31 bits) for fewer than 32,768 or where a few gradients outweigh the rest. The smaller child is summed, the larger got by subtraction.
/// Features that are never away from their usual bin in the same row share a column. A pass over the rows costs O(n d) per level of the
/// tree; memory beside the rows is about 2 d + 40 bytes a row.</para>
/// <para>The same seed gives the same bytes at any number of threads, and with vector instructions on or off. The order of rows changes only
/// rounding, and, with sampling or more than 200,000 rows, which rows are drawn.</para>
/// </remarks>
public sealed record BoostedTrees : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "boosted trees";

    /// <summary>What to minimize; it decides what the model gives: logistic a probability, softmax classes, the ranking losses an order, the
    /// others a value.</summary>
    public TreeLoss Loss { get; init; } = TreeLoss.Logistic;

    /// <summary>At most so many rounds, of one tree (softmax: one a class); early stopping or a lack of gain may leave fewer.</summary>
    public int Trees { get; init => field = Require.Positive(value); } = 200;

    /// <summary>What each tree's say is multiplied by, in (0, 1].</summary>
    public double LearningRate { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 0.1;

    /// <summary>Which leaf is split first.</summary>
    public TreeGrowthOrder Growth { get; init; } = TreeGrowthOrder.LeafWise;

    /// <summary>At most so many leaves per tree, 2 to 65,536.</summary>
    public int MaxLeaves { get; init => field = Require.InRange(value, 2, 65_536); } = 31;

    /// <summary>At most so many splits from root to leaf, 1 to 64.</summary>
    public int MaxDepth { get; init => field = Require.InRange(value, 1, 64); } = 64;

    /// <summary>The least sum of Hessians in a leaf: for squared loss its weighted rows, for logistic Σ w p (1 - p).</summary>
    public double MinChildWeight { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>L2 penalty on leaf values.</summary>
    public double Lambda { get; init => field = Require.NotNegative(value); } = 1;

    /// <summary>L1 penalty on leaf values.</summary>
    public double Alpha { get; init => field = Require.NotNegative(value); }

    /// <summary>The least gain of a split, G²/(H + λ) of both sides less that of the whole (without XGBoost's ½).</summary>
    public double Gamma { get; init => field = Require.NotNegative(value); }

    /// <summary>At most so many bins per feature, 2 to 255; missing has one more.</summary>
    public int MaxBins { get; init => field = Require.InRange(value, 2, 255); } = 255;

    /// <summary>The share of rows, in (0, 1], that each tree is grown on, drawn anew per round.</summary>
    public double RowSample { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <summary>The share of features, in (0, 1], that each tree may use, drawn anew per tree; at least one.</summary>
    public double ColumnSample { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <summary>The share of a tree's features, in (0, 1], that each node may split on, drawn anew per node; at least one.</summary>
    public double ColumnSampleByNode { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <summary>Gradient-based one-side sampling: the rows with the largest gradients and a sample of the others; null for none.</summary>
    public OneSideSampling? Goss { get; init; }

    /// <summary>Drops earlier trees while a new one is grown; null for none.</summary>
    public TreeDropout? Dart { get; init; }

    /// <summary>Features by name whose rise must not lower the score (1) or not raise it (-1), whatever the others are; null for none. For
    /// quantities, and losses of one output.</summary>
    public IReadOnlyDictionary<string, int>? Monotone { get; init; }

    /// <summary>Whether sparse features may share a column; trees are the same either way.</summary>
    public bool Bundle { get; init; } = true;

    /// <summary>With validation rows: stop when their loss (for ranking 1 - NDCG) has not improved for so many rounds, and keep the trees up to
    /// the best. 0 to grow all trees whatever the validation rows say; without effect with <see cref="Dart"/>, which changes earlier trees.</summary>
    public int EarlyStoppingRounds { get; init => field = Require.NotNegative(value); } = 30;

    /// <summary>How much a row with label 1 weighs in logistic loss; above 1 for rare positives. Scores are then no longer calibrated.</summary>
    public double ScalePositive { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The quantile of quantile loss, in (0, 1).</summary>
    public double Quantile { get; init => field = Require.InRange(value, 1e-6, 1 - 1e-6); } = 0.5;

    /// <summary>Where Huber loss goes from squared to absolute, in the labels' unit.</summary>
    public double HuberDelta { get; init => field = Require.Positive(value); } = 1;

    /// <summary>ρ of Tweedie loss: the variance is the mean to this power; between 1 and 2.</summary>
    public double TweediePower { get; init => field = Require.InRange(value, 1.01, 1.99); } = 1.5;

    /// <summary>Places that count in the NDCG that early stopping watches.</summary>
    public int RankingCut { get; init => field = Require.Positive(value); } = 10;

    /// <summary>LambdaRank and pairwise: one of each pair must be within the first so many places of the current order.</summary>
    public int RankingTruncation { get; init => field = Require.Positive(value); } = 30;

    /// <summary>Added to the Hessian of a category when categories are put in order, so that rare ones do not take the ends.</summary>
    public double CategorySmoothing { get; init => field = Require.NotNegative(value); } = 10;

    /// <summary>More L2 penalty for the gain of categorical splits, which have more ways to fit noise.</summary>
    public double CategoryLambda { get; init => field = Require.NotNegative(value); } = 10;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context) => Fit((IColumnSource)train, context);

    /// <summary>Learns from rows that are read by column and block: only bins (2 d bytes a row) and a few numbers a row are kept in memory.</summary>
    /// <exception cref="TrainingException">The rows cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    public IModel Fit(IColumnSource train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var validation = EarlyStoppingRounds > 0 && Dart is null && context.Validation is { Rows: > 0 } rows ? rows : null;
        if (validation is not null && validation.Schema.Fingerprint != train.Schema.Fingerprint)
            throw new ArgumentException("The validation rows must have the same schema as the training rows, but their fingerprints differ.", nameof(context));
        var classes = BoostingRows.Check(this, train, Name);
        if (validation is not null)
            BoostingRows.Check(this, validation, $"{Name} (validation rows)", classes);
        using var crew = new Crew(context.Threads, context.CancellationToken);
        return new BoostingRun(this, train, validation, classes, context, crew).Fit();
    }
}
