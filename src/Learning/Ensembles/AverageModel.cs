using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Ensembles;

/// <summary>The weighted mean of the scores of several models. Immutable.</summary>
public sealed class AverageModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "average/1";

    private readonly IModel[] _models;
    private readonly double[] _shares;

    internal AverageModel(IModel[] models, double[] shares) => (_models, _shares) = (models, shares);

    /// <inheritdoc/>
    public FeatureSchema Schema => _models[0].Schema;

    /// <inheritdoc/>
    public ModelOutput Output => _models[0].Output;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The models.</summary>
    public IReadOnlyList<IModel> Models => _models;

    /// <summary>Their shares in the mean: above 0, together 1.</summary>
    public IReadOnlyList<double> Shares => _shares;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var sum = 0.0;
        for (var i = 0; i < _models.Length; i++)
            sum += _shares[i] * _models[i].Predict(features);
        return Sound(sum);
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        var rented = ArrayPool<double>.Shared.Rent(scores.Length);
        var one = rented.AsSpan(0, scores.Length);
        scores.Clear();
        for (var i = 0; i < _models.Length; i++)
        {
            _models[i].Predict(data, one);
            for (var row = 0; row < scores.Length; row++)
                scores[row] += _shares[i] * one[row];
        }

        for (var row = 0; row < scores.Length; row++)
            scores[row] = Sound(scores[row]);
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => Averages.Write(writer, _models, _shares);

    internal static AverageModel Read(ModelReader reader)
    {
        var (models, shares) = Averages.Read<IModel>(reader);
        return models[0] is IClassifier
            ? throw new ModelFormatException($"Averaged classifiers must have the format '{AverageClassifier.FormatName}'. The model was not written by Bellwether; train it again.")
            : new AverageModel(models, shares);
    }

    private double Sound(double sum) => Output == ModelOutput.Probability ? Math.Clamp(sum, 0, 1) : RowScores.Finite(sum);
}
