using System.Runtime.InteropServices;
using Bellwether.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Training;

/// <summary>Rows to learn from or to be judged on: a matrix of features (n, d) by column, with label, weight, time and group per row. Immutable.</summary>
/// <remarks>NaN in a feature is missing. Labels are 0 or 1 for binary classification, any finite number for regression. Made by
/// <see cref="DatasetBuilder"/>. Safe to share between threads.</remarks>
public sealed class Dataset : IColumnSource
{
    private readonly double[][] _columns;
    private readonly double[] _labels;
    private readonly double[]? _weights;
    private readonly long[] _times;
    private readonly string[]? _ids;
    private readonly int[]? _groups;

    /// <summary>Takes ownership of the arrays: the caller does not change them afterwards.</summary>
    /// <param name="schema">d features.</param>
    /// <param name="columns">d columns of n values.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="times">n times in microseconds since the Unix epoch.</param>
    /// <param name="weights">n weights of 0 or more, or null for weight 1 everywhere.</param>
    /// <param name="ids">n ids of the events that the rows came from, or null.</param>
    /// <param name="groups">n numbers of the group (query, session) that a row is ranked in, rows of a group one after the other; or null.</param>
    /// <exception cref="ArgumentException">The lengths do not agree, or the rows of a group do not stand together.</exception>
    public Dataset(FeatureSchema schema, double[][] columns, double[] labels, long[] times, double[]? weights = null, string[]? ids = null, int[]? groups = null)
    {
        Schema = schema;
        Require.SameLength(schema.Count, columns.Length, nameof(columns));
        foreach (var column in columns)
            Require.SameLength(labels.Length, column.Length, nameof(columns));
        Require.SameLength(labels.Length, times.Length, nameof(times));
        if (weights is not null)
            Require.SameLength(labels.Length, weights.Length, nameof(weights));
        if (ids is not null)
            Require.SameLength(labels.Length, ids.Length, nameof(ids));
        if (groups is not null)
            RequireTogether(groups, labels.Length);
        (_columns, _labels, _times, _weights, _ids, _groups) = (columns, labels, times, weights, ids, groups);
    }

    /// <summary>The features, in the order of the columns.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>n, the number of rows.</summary>
    public int Rows => _labels.Length;

    /// <summary>d, the number of features.</summary>
    public int Width => _columns.Length;

    /// <summary>The labels (n).</summary>
    public ReadOnlySpan<double> Labels => _labels;

    /// <summary>The weights (n), or an empty span where every row weighs 1.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>The times (n), in microseconds since the Unix epoch.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>The ids (n) of the events that the rows came from, or an empty span.</summary>
    public ReadOnlySpan<string> Ids => _ids;

    /// <summary>The number (n) of the group that each row is ranked in, or an empty span. Rows of a group stand together.</summary>
    public ReadOnlySpan<int> Groups => _groups;

    /// <summary>The values (n) of feature <paramref name="feature"/>.</summary>
    public ReadOnlySpan<double> Column(int feature) => _columns[feature];

    ReadOnlyMemory<double> IColumnSource.Labels => _labels;

    ReadOnlyMemory<double> IColumnSource.Weights => _weights;

    ReadOnlyMemory<int> IColumnSource.Groups => _groups;

    void IColumnSource.Read(int feature, int from, Span<double> values) => _columns[feature].AsSpan(from, values.Length).CopyTo(values);

    /// <summary>The weight of a row.</summary>
    public double Weight(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>Writes the features (d) of a row.</summary>
    public void CopyRow(int row, Span<double> destination)
    {
        for (var feature = 0; feature < _columns.Length; feature++)
            destination[feature] = _columns[feature][row];
    }

    /// <summary>The rows at these places, in this order.</summary>
    /// <exception cref="ArgumentException">The rows are grouped, and this order tears a group apart.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        var columns = new double[_columns.Length][];
        for (var feature = 0; feature < columns.Length; feature++)
            columns[feature] = Pick<double>(_columns[feature], rows);
        return new Dataset(Schema, columns, Pick<double>(_labels, rows), Pick<long>(_times, rows),
            _weights is null ? null : Pick<double>(_weights, rows), _ids is null ? null : Pick<string>(_ids, rows), _groups is null ? null : Pick<int>(_groups, rows));
    }

    /// <summary>The same rows with other columns, e.g. after a transform.</summary>
    public Dataset WithColumns(FeatureSchema schema, double[][] columns) => new(schema, columns, _labels, _times, _weights, _ids, _groups);

    /// <summary>The same rows with weights (n).</summary>
    public Dataset WithWeights(double[] weights) => new(Schema, _columns, _labels, _times, weights, _ids, _groups);

    /// <summary>A hash over schema, values, labels, weights and times: two datasets with the same hash give the same model.</summary>
    public ulong ContentHash()
    {
        var hash = Schema.Fingerprint;
        foreach (var column in _columns)
            hash = StableHash.Of(MemoryMarshal.AsBytes<double>(column), hash);
        hash = StableHash.Of(MemoryMarshal.AsBytes<double>(_labels), hash);
        hash = StableHash.Of(MemoryMarshal.AsBytes<double>(_weights), hash);
        hash = StableHash.Of(MemoryMarshal.AsBytes<long>(_times), hash);
        return _groups is null ? hash : StableHash.Of(MemoryMarshal.AsBytes<int>(_groups), hash);
    }

    private static void RequireTogether(int[] groups, int rows)
    {
        Require.SameLength(rows, groups.Length, nameof(groups));
        var seen = new HashSet<int>();
        for (var row = 0; row < groups.Length; row++)
            if ((row == 0 || groups[row] != groups[row - 1]) && !seen.Add(groups[row]))
                throw new ArgumentException($"Rows of a group must stand together, but group {groups[row]} comes back at row {row}.", nameof(groups));
    }

    private static T[] Pick<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows)
    {
        var picked = new T[rows.Length];
        for (var i = 0; i < rows.Length; i++)
            picked[i] = source[rows[i]];
        return picked;
    }
}
