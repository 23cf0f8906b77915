using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>Fitted trees with one output: boosted, averaged or a single one. Immutable.</summary>
/// <remarks>Compiled once when made: a score of 100 trees of 255 leaves takes a few microseconds, a row of a batch less (see
/// <c>bench trees</c>).</remarks>
public sealed class TreesModel : IExplainingModel
{
    /// <summary>The name of the binary format. Files of <c>trees/1</c> open too.</summary>
    public const string FormatName = "trees/2";

    private readonly TreeScorer _scorer;
    private readonly int _depth;

    internal TreesModel(FeatureSchema schema, ModelOutput output, TreeEnsemble trees)
    {
        (Schema, Output, _scorer, _depth) = (schema, output, new TreeScorer(trees), trees.Depths().DefaultIfEmpty(0).Max());
        Baseline = trees.Bases[0] + (TreeShap.Expected(trees) * _scorer.Share(0));
    }

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How many trees were kept.</summary>
    public int Trees => Ensemble.Trees;

    /// <summary>How many leaves they have together.</summary>
    public int Leaves => Ensemble.Leaves;

    /// <summary>The mean sum over the training rows of each tree: log-odds for a boosted probability.</summary>
    public double Baseline { get; }

    /// <summary>The features by summed gain, greatest first; features never used are left out.</summary>
    public IReadOnlyList<FeatureImportance> Importance => FeatureImportance.Of(Schema, Ensemble);

    internal TreeEnsemble Ensemble => _scorer.Trees;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        Require.SameLength(Schema.Count, features.Length);
        var sum = 0.0;
        _scorer.Sums(features, new Span<double>(ref sum));
        return ScoreOf(sum);
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        _scorer.Sums(data, scores);
        if (Ensemble.Link != TreeLink.Identity)
            foreach (ref var score in scores)
                score = ScoreOf(score);
    }

    /// <summary>The score that a sum on the additive scale means: the sum of <see cref="Baseline"/> and all contributions gives that of
    /// <see cref="Predict(ReadOnlySpan{double})"/>. The logistic function for a boosted probability, exp for Poisson and Tweedie, else the sum
    /// itself, as for the probability of a forest.</summary>
    public double ScoreOf(double sum) => Ensemble.Link switch
    {
        TreeLink.Logistic => RowScores.Sigmoid(sum),
        TreeLink.Exponential => RowScores.Finite(Math.Exp(sum)),
        _ => Output == ModelOutput.Probability ? Math.Clamp(sum, 0, 1) : sum,
    };

    /// <summary>Writes exact Shapley values (d), path-dependent TreeSHAP (Lundberg, Erion and Lee, 2018), on the additive scale (see
    /// <see cref="ScoreOf"/>). O(trees · leaves · depth²).</summary>
    public void Explain(ReadOnlySpan<double> features, Span<double> contributions)
    {
        Require.SameLength(Schema.Count, features.Length);
        Require.SameLength(Schema.Count, contributions.Length);
        contributions.Clear();
        var room = ArrayPool<PathStep>.Shared.Rent(TreeShap.Room(_depth));
        var rented = features.Length > 512 ? ArrayPool<double>.Shared.Rent(features.Length) : null;
        Span<double> encoded = rented is null ? stackalloc double[512] : rented;
        encoded = encoded[..features.Length];
        Ensemble.Encode(features, encoded);
        var shap = new TreeShap(Ensemble, encoded, contributions, _scorer.Share(0));
        for (var tree = 0; tree < Ensemble.Trees; tree++)
            shap.Add(tree, room);
        ArrayPool<PathStep>.Shared.Return(room);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => TreesFormat.Write(writer, Schema, Output, Ensemble);
}
