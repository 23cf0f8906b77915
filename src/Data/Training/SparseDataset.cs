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
    private readonly int[]? _fields;

    /// <summary>Takes ownership of the arrays: the caller does not change them afterwards.</summary>
    /// <param name="features">The rows (n, d).</param>
    /// <param name="labels">n labels.</param>
    /// <param name="weights">n weights of 0 or more, or null for weight 1 everywhere.</param>
    /// <param name="fieldStarts">The first column of each field, where columns are divided into fields (user, item, site, …): rising strictly from 0,
    /// so that field f is the columns from fieldStarts[f] up to fieldStarts[f + 1]; or null.</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or the fields do not rise from 0 to below d.</exception>
    public SparseDataset(SparseMatrix features, double[] labels, double[]? weights = null, int[]? fieldStarts = null)
    {
        Require.SameLength(features.Rows, labels.Length, nameof(labels));
        if (weights is not null)
            Require.SameLength(features.Rows, weights.Length, nameof(weights));
        for (var field = 0; field < fieldStarts?.Length; field++)
            if (fieldStarts[field] >= features.Width || (field == 0 ? fieldStarts[0] != 0 : fieldStarts[field] <= fieldStarts[field - 1]))
                throw new ArgumentException($"First columns of fields must rise strictly from 0 to below {features.Width}, but field {field} begins at {fieldStarts[field]}.", nameof(fieldStarts));
        (Features, _labels, _weights, _fields) = (features, labels, weights, fieldStarts is { Length: > 0 } ? fieldStarts : null);
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

    /// <summary>The first column of each field, rising from 0; an empty span where columns are not divided into fields.</summary>
    /// <remarks>Ranges, and not a number per column: a row's columns rise, so a row comes sorted by field, and a billion columns cost nothing.</remarks>
    public ReadOnlySpan<int> FieldStarts => _fields;

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

        return new SparseDataset(Features.Select(rows), labels, weights, _fields);
    }

    /// <summary>A hash over all of it: two datasets with the same hash give the same model.</summary>
    public ulong ContentHash()
    {
        var hash = StableHash.Of(MemoryMarshal.AsBytes<double>(_labels), Features.ContentHash());
        hash = StableHash.Of(MemoryMarshal.AsBytes<double>(_weights), hash);
        return _fields is null ? hash : StableHash.Of(MemoryMarshal.AsBytes<int>(_fields), hash);
    }
}
