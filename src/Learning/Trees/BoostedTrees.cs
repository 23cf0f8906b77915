using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>Gradient-boosted decision trees on binned features, grown leaf by leaf: the strongest rung on tables of mixed features.</summary>
/// <remarks>
/// <para>Takes rows as they are. Missing values go, at each split, to the side where they lower the loss more; where training had none,
/// to the heavier side. A category joins its own bin if it is among the <see cref="MaxBins"/> - 1 most frequent codes; the rest, and codes
/// unseen in training, share one bin. Categorical splits order bins by gradient statistics and cut that order (Fisher 1958; Ke et al.,
/// "LightGBM", 2017). Infinite values are the largest and smallest numbers.</para>
/// <para>Second-order boosting (Chen and Guestrin, "XGBoost", 2016, equations 4 to 7) with gradient histograms (bins by quantiles of up to
/// 200,000 rows), the smaller child summed and the larger got by subtraction. Gradients are single precision, sums are double. A pass over
/// the rows costs O(n d) per level of the tree.</para>
/// <para>The same seed gives the same bytes at any number of threads: every feature's histogram is summed in row order by one thread. The
/// order of rows changes only rounding, and, with <see cref="RowSample"/> below 1 or more than 200,000 rows, which rows are sampled.</para>
/// </remarks>
public sealed record BoostedTrees : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "boosted trees";

    /// <summary>What to minimize; logistic gives probabilities, squared gives values.</summary>
    public TreeLoss Loss { get; init; } = TreeLoss.Logistic;

    /// <summary>At most so many trees; early stopping or a lack of gain may leave fewer.</summary>
    public int Trees { get; init => field = Require.Positive(value); } = 200;

    /// <summary>What each tree's say is multiplied by, in (0, 1].</summary>
    public double LearningRate { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 0.1;

    /// <summary>At most so many leaves per tree, 2 to 65,536; the leaf with the largest gain is split first.</summary>
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

    /// <summary>The share of rows, in (0, 1], that each tree is grown on, drawn anew per tree.</summary>
    public double RowSample { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <summary>The share of features, in (0, 1], that each tree may use, drawn anew per tree; at least one.</summary>
    public double ColumnSample { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <summary>With validation rows: stop when their loss has not improved for so many trees, and keep the trees up to the best. 0 to
    /// grow all trees whatever the validation rows say.</summary>
    public int EarlyStoppingRounds { get; init => field = Require.NotNegative(value); } = 30;

    /// <summary>How much a row with label 1 weighs in logistic loss; above 1 for rare positives. Scores are then no longer calibrated.</summary>
    public double ScalePositive { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Added to the Hessian of a category when categories are put in order, so that rare ones do not take the ends.</summary>
    public double CategorySmoothing { get; init => field = Require.NotNegative(value); } = 10;

    /// <summary>More L2 penalty for the gain of categorical splits, which have more ways to fit noise.</summary>
    public double CategoryLambda { get; init => field = Require.NotNegative(value); } = 10;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var output = Loss == TreeLoss.Logistic ? ModelOutput.Probability : ModelOutput.Value;
        TrainingRows.Check(train, output, Name, bothClasses: Loss == TreeLoss.Logistic);
        var validation = EarlyStoppingRounds > 0 ? TrainingRows.Validation(train, context) : null;
        if (validation is not null)
            TrainingRows.Check(validation, output, $"{Name} (validation rows)");
        return new BoostingRun(this, train, validation, context).Fit();
    }
}
