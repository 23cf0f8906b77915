using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Forests;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>A single decision tree grown on binned features by impurity: the model that can be drawn and read.</summary>
/// <remarks>
/// <para>Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984. The cuts of a quantity are the borders of its bins, up to 255 by quantiles; a table with fewer distinct values loses nothing. Categories are put in order by their mean label (of classes, by the share of the most frequent one) and
/// that order is cut; codes beyond the <see cref="MaxBins"/> - 1 most frequent, and unseen ones, share a bin. Missing values go to the side
/// where they are purer; where a node had none, to the heavier side.</para>
/// <para>The same seed gives the same bytes at any number of threads: sums are of whole numbers, and each tree has its own seed. Growing costs
/// O(n log n) for each feature looked at.</para>
/// </remarks>
public sealed record DecisionTree : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "decision tree";

    /// <summary>What to learn: a value, the probability of label 1, or k classes (an <see cref="IClassifier"/>).</summary>
    public ModelOutput Output { get; init; } = ModelOutput.Probability;

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

    /// <summary>At most so many bins per feature, 2 to 255; missing has one more.</summary>
    public int MaxBins { get; init => field = Require.InRange(value, 2, 255); } = 255;

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context) => Fit((IColumnSource)train, context);

    /// <summary>Learns from rows that are read by column and block.</summary>
    /// <exception cref="TrainingException">The rows cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    public IModel Fit(IColumnSource train, FitContext context) => ForestRun.Fit(
        new ForestOptions
        {
            Name = Name, Output = Output, Trees = 1, Criterion = Criterion, MaxDepth = MaxDepth, MinSamplesSplit = MinSamplesSplit, MinSamplesLeaf = MinSamplesLeaf,
            MinImpurityDecrease = MinImpurityDecrease, MaxFeatures = 1, MaxBins = MaxBins, Bootstrap = 0, RandomCuts = false,
        },
        train, context);
}
