using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Forests;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>The average of trees grown on bootstrap samples, each split looking at a random part of the features: strong without tuning.</summary>
/// <remarks>
/// <para>Breiman, "Random Forests", 2001. The cuts of a quantity are the borders of its bins, up to 255 by quantiles. Categories are put in order by their mean label (of classes, by the share of the most frequent one) and
/// that order is cut; codes beyond the <see cref="MaxBins"/> - 1 most frequent, and unseen ones, share a bin. Missing values go to the side
/// where they are purer; where a node had none, to the heavier side.</para>
/// <para>The same seed gives the same bytes at any number of threads: sums are of whole numbers, and each tree has its own seed. Growing costs
/// O(n log n) for each feature looked at.</para>
/// </remarks>
public sealed record RandomForest : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "random forest";

    /// <summary>What to learn: a value, the probability of label 1, or k classes (an <see cref="IClassifier"/>).</summary>
    public ModelOutput Output { get; init; } = ModelOutput.Probability;

    /// <summary>How many trees; more never hurt, but for time.</summary>
    public int Trees { get; init => field = Require.InRange(value, 1, 1_000_000); } = 100;

    /// <summary>How classes are judged.</summary>
    public SplitCriterion Criterion { get; init; } = SplitCriterion.Gini;

    /// <summary>At most so many splits from root to leaf, 1 to 512.</summary>
    public int MaxDepth { get; init => field = Require.InRange(value, 1, TreeEnsemble.MostDepth); } = TreeEnsemble.MostDepth;

    /// <summary>A node with fewer rows is not split.</summary>
    public int MinSamplesSplit { get; init => field = Require.Positive(value); } = 2;

    /// <summary>The least rows in a leaf.</summary>
    public int MinSamplesLeaf { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The least fall of impurity of a split, times the share of rows that the node holds; values: in squared units of the spread.</summary>
    public double MinImpurityDecrease { get; init => field = Require.NotNegative(value); }

    /// <summary>The share of features, in (0, 1], that a split looks at; null for all with values and the square root of their number with
    /// classes, as scikit-learn has it.</summary>
    public double? MaxFeatures { get; init => field = value is { } share ? Require.InRange(Require.Positive(share), 0, 1) : null; }

    /// <summary>At most so many bins per feature, 2 to 255; missing has one more.</summary>
    public int MaxBins { get; init => field = Require.InRange(value, 2, 255); } = 255;

    /// <summary>Each tree draws so many rows with replacement, as a share of all, in (0, 1].</summary>
    public double RowSample { get; init => field = Require.InRange(Require.Positive(value), 0, 1); } = 1;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context) => Fit((IColumnSource)train, context);

    /// <summary>Learns from rows that are read by column and block.</summary>
    /// <exception cref="TrainingException">The rows cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    public IModel Fit(IColumnSource train, FitContext context) => ForestRun.Fit(
        new ForestOptions
        {
            Name = Name, Output = Output, Trees = Trees, Criterion = Criterion, MaxDepth = MaxDepth, MinSamplesSplit = MinSamplesSplit, MinSamplesLeaf = MinSamplesLeaf,
            MinImpurityDecrease = MinImpurityDecrease, MaxFeatures = MaxFeatures, MaxBins = MaxBins, Bootstrap = RowSample, RandomCuts = false,
        },
        train, context);
}
