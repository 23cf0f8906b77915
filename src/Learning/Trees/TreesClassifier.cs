using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Trees;

/// <summary>Fitted trees with an output for each of k classes: boosted with softmax, or averaged class shares. Immutable.</summary>
public sealed class TreesClassifier : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "trees-classifier/2";

    private const int StackClasses = 128;
    private readonly TreeScorer _scorer;

    internal TreesClassifier(FeatureSchema schema, TreeEnsemble trees) => (Schema, _scorer) = (schema, new TreeScorer(trees));

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Classes => Ensemble.Outputs;

    /// <summary>How many trees there are: with softmax k for each round.</summary>
    public int Trees => Ensemble.Trees;

    /// <summary>How many leaves they have together.</summary>
    public int Leaves => Ensemble.Leaves;

    /// <summary>The features by summed gain, greatest first; features never used are left out.</summary>
    public IReadOnlyList<FeatureImportance> Importance => FeatureImportance.Of(Schema, Ensemble);

    internal TreeEnsemble Ensemble => _scorer.Trees;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = Classes > StackClasses ? ArrayPool<double>.Shared.Rent(Classes) : null;
        Span<double> probabilities = rented is null ? stackalloc double[StackClasses] : rented;
        probabilities = probabilities[..Classes];
        Probabilities(features, probabilities);
        var best = Best(probabilities);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return best;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        var probabilities = ArrayPool<double>.Shared.Rent(checked(data.Rows * Classes));
        Probabilities(data, probabilities.AsSpan(0, data.Rows * Classes));
        for (var row = 0; row < scores.Length; row++)
            scores[row] = Best(probabilities.AsSpan(row * Classes, Classes));
        ArrayPool<double>.Shared.Return(probabilities);
    }

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities)
    {
        Require.SameLength(Schema.Count, features.Length);
        Require.SameLength(Classes, probabilities.Length);
        _scorer.Sums(features, probabilities);
        Finish(probabilities);
    }

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities)
    {
        RowScores.Check(Schema, data, data.Rows);
        Require.SameLength(checked(data.Rows * Classes), probabilities.Length);
        _scorer.Sums(data, probabilities);
        for (var row = 0; row < data.Rows; row++)
            Finish(probabilities.Slice(row * Classes, Classes));
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => TreesFormat.Write(writer, Schema, Output, Ensemble);

    private static int Best(ReadOnlySpan<double> probabilities)
    {
        var best = 0;
        for (var output = 1; output < probabilities.Length; output++)
            if (probabilities[output] > probabilities[best])
                best = output;
        return best;
    }

    private void Finish(Span<double> sums)
    {
        var (greatest, total) = (double.NegativeInfinity, 0.0);
        foreach (var sum in sums)
            greatest = Math.Max(greatest, sum);
        foreach (ref var sum in sums)
        {
            sum = Ensemble.Link switch
            {
                TreeLink.Softmax => Math.Exp(sum - greatest),
                TreeLink.Logistic => RowScores.Sigmoid(sum),
                TreeLink.Exponential => Math.Exp(sum - greatest),
                _ => Math.Max(0, sum),
            };
            total += sum;
        }

        foreach (ref var sum in sums)
            sum = total > 0 ? Math.Min(1, sum / total) : 1.0 / sums.Length;
    }
}
