using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Ensembles;

/// <summary>A model over what other models say. Immutable.</summary>
public sealed class StackedModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "stacked/1";

    private readonly StackedFeatures _features;

    internal StackedModel(StackedFeatures features, IModel final) => (_features, Final) = (features, final);

    /// <inheritdoc/>
    public FeatureSchema Schema => _features.Input;

    /// <inheritdoc/>
    public ModelOutput Output => Final.Output;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The models whose scores are the features of <see cref="Final"/>.</summary>
    public IReadOnlyList<IModel> Models => _features.Models;

    /// <summary>The model over their scores.</summary>
    public IModel Final { get; }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var width = _features.Output.Count;
        var rented = width > 256 ? ArrayPool<double>.Shared.Rent(width) : null;
        var stacked = rented is null ? stackalloc double[256] : rented;
        stacked = stacked[..width];
        _features.Compute(features, stacked);
        var score = Final.Predict(stacked);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return score;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        Final.Predict(_features.Table(data), scores);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _features.Write(writer);
        writer.Model(Final);
    }

    internal static StackedModel Read(ModelReader reader)
    {
        var (features, final) = (StackedFeatures.Read(reader), reader.Model());
        return final.Schema.Fingerprint == features.Output.Fingerprint && final is not IClassifier
            ? new StackedModel(features, final)
            : throw new ModelFormatException("The final model of a stacked model must take what its other models give, and be no classifier. It was not written by Bellwether; train it again.");
    }
}
