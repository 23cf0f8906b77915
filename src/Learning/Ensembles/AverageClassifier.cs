using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Ensembles;

/// <summary>The weighted mean of the class probabilities of several classifiers: soft voting. Immutable.</summary>
public sealed class AverageClassifier : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "average-classifier/1";

    private const int OnStack = 256;

    private readonly IClassifier[] _models;
    private readonly double[] _shares;

    internal AverageClassifier(IClassifier[] models, double[] shares) => (_models, _shares) = (models, shares);

    /// <inheritdoc/>
    public FeatureSchema Schema => _models[0].Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Classes => _models[0].Classes;

    /// <summary>The models.</summary>
    public IReadOnlyList<IClassifier> Models => _models;

    /// <summary>Their shares in the mean: above 0, together 1.</summary>
    public IReadOnlyList<double> Shares => _shares;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = Classes > OnStack ? ArrayPool<double>.Shared.Rent(Classes) : null;
        var probabilities = rented is null ? stackalloc double[OnStack] : rented;
        Probabilities(features, probabilities[..Classes]);
        var best = 0;
        for (var k = 1; k < Classes; k++)
            if (probabilities[k] > probabilities[best])
                best = k;
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return best;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities)
    {
        var rented = Classes > OnStack ? ArrayPool<double>.Shared.Rent(Classes) : null;
        var one = rented is null ? stackalloc double[OnStack] : rented;
        one = one[..Classes];
        probabilities.Clear();
        for (var i = 0; i < _models.Length; i++)
        {
            _models[i].Probabilities(features, one);
            for (var k = 0; k < one.Length; k++)
                probabilities[k] = Math.Min(1, probabilities[k] + (_shares[i] * one[k]));
        }

        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities)
    {
        RowScores.Check(Schema, data, probabilities.Length / Classes);
        var rented = ArrayPool<double>.Shared.Rent(probabilities.Length);
        var one = rented.AsSpan(0, probabilities.Length);
        probabilities.Clear();
        for (var i = 0; i < _models.Length; i++)
        {
            _models[i].Probabilities(data, one);
            for (var k = 0; k < one.Length; k++)
                probabilities[k] = Math.Min(1, probabilities[k] + (_shares[i] * one[k]));
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => Averages.Write(writer, _models, _shares);

    internal static AverageClassifier Read(ModelReader reader)
    {
        var (models, shares) = Averages.Read<IClassifier>(reader);
        return new AverageClassifier(models, shares);
    }
}
