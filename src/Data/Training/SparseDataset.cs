using System.Runtime.InteropServices;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Data.Training;

/// <summary>Sparse rows (n, d) with a label and a weight each: texts, hashed clicks. Immutable, safe to share between threads.</summary>
/// <remarks>Labels are 0 or 1 for binary classification, 0 to k - 1 for k classes, any finite number for regression.</remarks>
public sealed class SparseDataset
{
    private readonly double[] _labels;
    private readonly double[]? _weights;

    /// <summary>Takes ownership of the arrays: the caller does not change them afterwards.</summary>
    /// <param name="features">The rows (n, d).</param>
    /// <param name="labels">n labels.</param>
    /// <param name="weights">n weights of 0 or more, or null for weight 1 everywhere.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public SparseDataset(SparseMatrix features, double[] labels, double[]? weights = null)
    {
        Require.SameLength(features.Rows, labels.Length, nameof(labels));
        if (weights is not null)
            Require.SameLength(features.Rows, weights.Length, nameof(weights));
        (Features, _labels, _weights) = (features, labels, weights);
    }

    /// <summary>The rows (n, d).</summary>
    public SparseMatrix Features { get; }

    /// <summary>n.</summary>
    public int Rows => Features.Rows;

    /// <summary>d.</summary>
    public int Width => Features.Width;

    /// <summary>The labels (n).</summary>
    public ReadOnlySpan<double> Labels => _labels;

    /// <summary>The weights (n), or an empty span where every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>The rows at these places, in this order.</summary>
    public SparseDataset Select(ReadOnlySpan<int> rows)
    {
        var (labels, weights) = (new double[rows.Length], _weights is null ? null : new double[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            labels[i] = _labels[rows[i]];
            if (weights is not null)
                weights[i] = _weights![rows[i]];
        }

        return new SparseDataset(Features.Select(rows), labels, weights);
    }

    /// <summary>A hash over all of it: two datasets with the same hash give the same model.</summary>
    public ulong ContentHash()
    {
        var hash = StableHash.Of(MemoryMarshal.AsBytes<double>(_labels), Features.ContentHash());
        return StableHash.Of(MemoryMarshal.AsBytes<double>(_weights), hash);
    }
}
