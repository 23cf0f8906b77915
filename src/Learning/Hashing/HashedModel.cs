using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Hashing;

/// <summary>A sparse model behind a hashing of features. Immutable.</summary>
/// <remarks>Where the sparse model gives margins of k classes, the score is the class with the largest.</remarks>
public sealed class HashedModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "hashed/1";

    private const int OnStack = 256;

    private readonly HashEncoder _encoder;

    internal HashedModel(HashEncoder encoder, ISparseModel model) => (_encoder, Sparse) = (encoder, model);

    /// <inheritdoc/>
    public FeatureSchema Schema => _encoder.Schema;

    /// <summary>The model of the hashed rows.</summary>
    public ISparseModel Sparse { get; }

    /// <inheritdoc/>
    public ModelOutput Output => Sparse.Outputs > 1 ? ModelOutput.Class : Sparse.Output;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = Sparse.Outputs > OnStack ? ArrayPool<double>.Shared.Rent(Sparse.Outputs) : null;
        var scores = rented is null ? stackalloc double[OnStack] : rented;
        scores = scores[..Sparse.Outputs];
        Scores(features, scores);
        var score = scores.Length > 1 ? ClassLabels.Largest(scores) : scores[0];
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return score;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _encoder.Write(writer);
        writer.Artifact(Sparse);
    }

    internal static HashedModel Read(ModelReader reader)
    {
        var (encoder, model) = (HashEncoder.Read(reader), reader.Artifact<ISparseModel>());
        return model.Width == encoder.Width ? new HashedModel(encoder, model)
            : throw new ModelFormatException("A hashed model must be as wide as its hashing. The model was not written by Bellwether; train it again.");
    }

    /// <summary>Writes what the sparse model says of one vector.</summary>
    internal void Scores(ReadOnlySpan<double> features, Span<double> scores)
    {
        var entries = _encoder.Entries;
        var rentedColumns = entries > OnStack ? ArrayPool<int>.Shared.Rent(entries) : null;
        var rentedValues = entries > OnStack ? ArrayPool<float>.Shared.Rent(entries) : null;
        var columns = rentedColumns is null ? stackalloc int[OnStack] : rentedColumns;
        var values = rentedValues is null ? stackalloc float[OnStack] : rentedValues;
        _encoder.Encode(features, columns, values);
        Sparse.Score(columns[..entries], values[..entries], scores);
        if (rentedColumns is not null)
            ArrayPool<int>.Shared.Return(rentedColumns);
        if (rentedValues is not null)
            ArrayPool<float>.Shared.Return(rentedValues);
    }
}
