namespace Bellwether.Data.Models;

/// <summary>A learner in motion. Not safe to share between threads; <see cref="Snapshot"/> gives a model that is.</summary>
public interface IOnlineTrainer
{
    /// <summary>How many rows it has learned from.</summary>
    long Rows { get; }

    /// <summary>The score of a row as the model stands, as <see cref="ISparseModel.Score"/> gives it.</summary>
    double Score(ReadOnlySpan<int> columns, ReadOnlySpan<float> values);

    /// <summary>Learns from one row. Progressive validation: what <see cref="Score"/> said before is an honest forecast (Blum, Kalai and Langford, 1999).</summary>
    /// <param name="columns">Columns of the row, rising strictly from 0 to below the width.</param>
    /// <param name="values">A finite value per column.</param>
    /// <param name="label">The label.</param>
    /// <param name="weight">0 or more and finite; 0 changes nothing but the count.</param>
    /// <exception cref="ArgumentException">The label is not one that this learner takes, a column or value is not as above, or the lengths differ. The
    /// trainer is as it was before.</exception>
    void Update(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, double label, double weight = 1);

    /// <summary>The model as it stands: immutable, not changed by later updates.</summary>
    ISparseModel Snapshot();
}
