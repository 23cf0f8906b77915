namespace Bellwether.Data.Models;

/// <summary>A learner in motion. Not safe to share between threads; <see cref="Snapshot"/> gives a model that is.</summary>
public interface IOnlineTrainer
{
    /// <summary>How many rows it has learned from.</summary>
    long Rows { get; }

    /// <summary>The score of a row as the model stands, as <see cref="ISparseModel.Score"/> gives it.</summary>
    double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values);

    /// <summary>Learns from one row. Progressive validation: what <see cref="Score"/> said before is an honest forecast (Blum, Kalai and Langford, 1999).</summary>
    /// <exception cref="ArgumentException">The label is not one that this learner takes.</exception>
    void Update(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight = 1);

    /// <summary>The model as it stands: immutable, not changed by later updates.</summary>
    ISparseModel Snapshot();
}
