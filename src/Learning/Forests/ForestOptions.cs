using Bellwether.Data.Models;
using Bellwether.Learning.Trees;

namespace Bellwether.Learning.Forests;

/// <summary>What growing by impurity must know of the options of a learner; see there for what each means.</summary>
internal sealed record ForestOptions
{
    public required string Name { get; init; }

    public required ModelOutput Output { get; init; }

    public required int Trees { get; init; }

    public required SplitCriterion Criterion { get; init; }

    public required int MaxDepth { get; init; }

    public required int MinSamplesSplit { get; init; }

    public required int MinSamplesLeaf { get; init; }

    public required double MinImpurityDecrease { get; init; }

    public required double? MaxFeatures { get; init; }

    public required int MaxBins { get; init; }

    /// <summary>Rows are drawn with replacement, as many as this share of them; 0 to take each once.</summary>
    public required double Bootstrap { get; init; }

    /// <summary>One random cut per feature in place of the best one.</summary>
    public required bool RandomCuts { get; init; }

    /// <summary>How many features a split looks at.</summary>
    public int FeaturesOf(int width) => Math.Clamp(
        MaxFeatures is { } share ? (int)Math.Round(share * width) : Output == ModelOutput.Value ? width : (int)Math.Sqrt(width), 1, Math.Max(1, width));
}
