using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Hashing;

/// <summary>A sparse model of k classes behind a hashing of features. Immutable.</summary>
public sealed class HashedClassifier : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "hashed-classes/1";

    private readonly HashedModel _model;

    internal HashedClassifier(HashEncoder encoder, ISparseModel model) => _model = new HashedModel(encoder, model);

    private HashedClassifier(HashedModel model) => _model = model;

    /// <inheritdoc/>
    public FeatureSchema Schema => _model.Schema;

    /// <summary>The model of the hashed rows.</summary>
    public ISparseModel Sparse => _model.Sparse;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public int Classes => _model.Sparse.Outputs;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features) => _model.Predict(features);

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities) => _model.Scores(features, probabilities);

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities) => RowScores.Probabilities(this, data, probabilities);

    /// <inheritdoc/>
    public void Write(ModelWriter writer) => _model.Write(writer);

    internal static HashedClassifier Read(ModelReader reader)
    {
        var model = HashedModel.Read(reader);
        return model.Sparse.Output == ModelOutput.Class && model.Sparse.Outputs > 1 ? new HashedClassifier(model)
            : throw new ModelFormatException("A hashed model of classes must give their probabilities. The model was not written by Bellwether; train it again.");
    }
}
