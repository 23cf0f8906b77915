using Bellwether.Numerics;

namespace Bellwether.Data.Training;

/// <summary>Rows whose features are kept in single precision, 4 bytes a value: half the memory of a <see cref="Dataset"/>. Immutable.</summary>
public sealed class FloatColumns : IColumnSource
{
    private readonly float[][] _columns;

    /// <summary>Takes ownership of the arrays: the caller does not change them afterwards.</summary>
    /// <param name="schema">d features.</param>
    /// <param name="columns">d columns of n values; NaN is missing.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="weights">n weights, or null.</param>
    /// <exception cref="ArgumentException">The lengths do not agree.</exception>
    public FloatColumns(FeatureSchema schema, float[][] columns, double[] labels, double[]? weights = null)
    {
        Require.SameLength(schema.Count, columns.Length, nameof(columns));
        foreach (var column in columns)
            Require.SameLength(labels.Length, column.Length, nameof(columns));
        if (weights is not null)
            Require.SameLength(labels.Length, weights.Length, nameof(weights));
        (Schema, _columns, Labels, Weights) = (schema, columns, labels, weights);
    }

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public int Rows => Labels.Length;

    /// <inheritdoc/>
    public ReadOnlyMemory<double> Labels { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<double> Weights { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<int> Groups => default;

    /// <inheritdoc/>
    public void Read(int feature, int from, Span<double> values)
    {
        var column = _columns[feature].AsSpan(from, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = column[i];
    }
}
