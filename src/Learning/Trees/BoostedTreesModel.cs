using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>Fitted boosted trees, compiled for single vectors. Immutable.</summary>
public sealed class BoostedTreesModel : IExplainingModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "trees/1";

    private readonly TreeEnsemble _trees;
    private readonly double _start;
    private readonly double[] _gains;
    private readonly int[] _counts;

    internal BoostedTreesModel(FeatureSchema schema, ModelOutput output, double start, TreeEnsemble trees, double[] gains, int[] counts)
    {
        (Schema, Output, _start, _trees, _gains, _counts) = (schema, output, start, trees, gains, counts);
        var baseline = start;
        for (var tree = 0; tree < trees.Trees; tree++)
            baseline += Expected(tree);
        Baseline = baseline;
    }

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How many trees were kept.</summary>
    public int Trees => _trees.Trees;

    /// <summary>How many leaves they have together.</summary>
    public int Leaves => (_trees.Nodes.Length + _trees.Trees) / 2;

    /// <summary>The mean score over the training rows of each tree: log-odds for a probability.</summary>
    public double Baseline { get; }

    /// <summary>The features by summed gain, greatest first; features never used are left out.</summary>
    public IReadOnlyList<FeatureImportance> Importance =>
    [
        .. Schema.Features.Select((f, i) => new FeatureImportance(f.Name, _gains[i], _counts[i]))
            .Where(f => f.Splits > 0).OrderByDescending(f => f.Gain).ThenBy(f => f.Feature, StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        Require.SameLength(Schema.Count, features.Length);
        return Score(_trees.Sum(features));
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        _trees.Sum(data, scores);
        foreach (ref var score in scores)
            score = Score(score);
    }

    /// <summary>Writes exact Shapley values (d), path-dependent TreeSHAP (Lundberg, Erion and Lee, 2018): log-odds for a probability.
    /// O(trees · leaves · depth²).</summary>
    public void Explain(ReadOnlySpan<double> features, Span<double> contributions)
    {
        Require.SameLength(Schema.Count, features.Length);
        Require.SameLength(Schema.Count, contributions.Length);
        contributions.Clear();
        Span<PathStep> room = stackalloc PathStep[TreeShap.Room(_trees.MaxDepth)];
        var rented = features.Length > 1024 ? ArrayPool<double>.Shared.Rent(features.Length) : null;
        Span<double> encoded = rented is null ? stackalloc double[1024] : rented;
        encoded = encoded[..features.Length];
        _trees.Encode(features, encoded);
        var shap = new TreeShap(_trees, encoded, contributions);
        for (var tree = 0; tree < _trees.Trees; tree++)
            shap.Add(tree, room);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => TreesFormat.Write(writer, this, _start, _trees, _gains, _counts);

    private double Score(double sum)
    {
        var score = RowScores.Finite(_start + sum);
        return Output == ModelOutput.Probability ? RowScores.Sigmoid(score) : score;
    }

    private double Expected(int tree)
    {
        var (sum, root) = (0.0, _trees.Roots[tree]);
        for (var node = root; node < _trees.Roots[tree + 1]; node++)
            if (_trees.IsLeaf(node))
                sum += _trees.Values[node] * ((double)_trees.Covers[node] / _trees.Covers[root]);
        return sum;
    }
}
