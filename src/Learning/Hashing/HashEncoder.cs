using System.Runtime.InteropServices;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics.Hashing;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Learning.Hashing;

/// <summary>How a vector of features becomes a sparse row: one entry per feature and cross, columns rising. Immutable.</summary>
internal sealed class HashEncoder
{
    private const ulong MissingCode = 0x7FF8_0000_0000_0001;

    private readonly double[] _means;
    private readonly double[] _inverseScales;
    private readonly double[][] _edges;
    private readonly int[][] _crosses;
    private readonly int[] _starts;
    private readonly int[] _sizes;
    private readonly ulong[] _seeds;

    private HashEncoder(FeatureSchema schema, int width, double[] means, double[] inverseScales, double[][] edges, int[][] crosses, string error)
    {
        (Schema, Width, _means, _inverseScales, _edges, _crosses) = (schema, width, means, inverseScales, edges, crosses);
        var fields = schema.Count + crosses.Length;
        (_starts, _sizes, _seeds) = (new int[fields], new int[fields], new ulong[fields]);
        long room = width;
        var hashed = crosses.Length;
        for (var feature = 0; feature < schema.Count; feature++)
            if (schema[feature].Kind == FeatureKind.Numeric)
                room -= _sizes[feature] = edges[feature].Length > 0 ? edges[feature].Length + 2 : 2;
            else
                hashed++;
        if (room < hashed)
            throw new TrainingException($"{error} must have a column or more for each of {fields} features and crosses, but {width} columns are too few. Give more bits.");
        var next = 0;
        for (var field = 0; field < fields; field++)
        {
            if (_sizes[field] == 0)
                _sizes[field] = (int)(room / hashed);
            (_starts[field], next) = (next, next + _sizes[field]);
            _seeds[field] = field < schema.Count ? StableHash.Of(schema[field].Name) : crosses[field - schema.Count].Aggregate(0UL, (hash, f) => StableHash.Of(schema[f].Name, hash));
        }
    }

    /// <summary>The features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>How many columns there are.</summary>
    public int Width { get; }

    /// <summary>How many entries a row has.</summary>
    public int Entries => _starts.Length;

    /// <summary>Learns scales or bins.</summary>
    public static HashEncoder Of(Dataset train, Hashed options)
    {
        var (means, scales, edges) = (new double[train.Width], new double[train.Width], new double[train.Width][]);
        for (var feature = 0; feature < train.Width; feature++)
        {
            edges[feature] = [];
            if (train.Schema[feature].Kind != FeatureKind.Numeric)
                continue;
            (means[feature], var deviation) = ColumnMoments.Of(train, feature);
            scales[feature] = deviation > 0 && double.IsFinite(1 / deviation) ? 1 / deviation : 0;
            if (options.NumericBins > 0)
                edges[feature] = Edges(train.Column(feature), options.NumericBins);
        }

        var crosses = options.Crosses.Select(cross => cross.Select(name => train.Schema.IndexOf(name) is >= 0 and var at ? at
            : throw new TrainingException($"'{options.Name}' must cross features that the rows have, but there is no '{name}'.")).ToArray()).ToArray();
        return new HashEncoder(train.Schema, 1 << options.Bits, means, scales, edges, crosses, $"'{options.Name}'");
    }

    /// <summary>All rows, with features and crosses as fields.</summary>
    public SparseDataset Encode(Dataset rows)
    {
        var entries = Entries;
        var (starts, columns, values) = (new int[rows.Rows + 1], new int[checked(rows.Rows * entries)], new float[rows.Rows * entries]);
        var vector = new double[rows.Width];
        for (var row = 0; row < rows.Rows; row++)
        {
            rows.CopyRow(row, vector);
            Encode(vector, columns.AsSpan(row * entries, entries), values.AsSpan(row * entries, entries));
            starts[row + 1] = (row + 1) * entries;
        }

        return new SparseDataset(new SparseMatrix(Width, starts, columns, values), rows.Labels.ToArray(), rows.Weights.Length == 0 ? null : rows.Weights.ToArray(), _starts);
    }

    /// <summary>Writes one entry per field.</summary>
    public void Encode(ReadOnlySpan<double> vector, Span<int> columns, Span<float> values)
    {
        for (var feature = 0; feature < vector.Length; feature++)
        {
            var value = vector[feature];
            (columns[feature], values[feature]) = Schema[feature].Kind == FeatureKind.Categorical ? (Place(feature, Code(feature, value)), 1)
                : _edges[feature].Length > 0 ? (_starts[feature] + (int)Code(feature, value), 1)
                : double.IsFinite(value) ? (_starts[feature], (float)Math.Clamp((value - _means[feature]) * _inverseScales[feature], -1e6, 1e6))
                : (_starts[feature] + 1, 1);
        }

        for (var cross = 0; cross < _crosses.Length; cross++)
        {
            var (field, hash) = (Schema.Count + cross, 0UL);
            foreach (var feature in _crosses[cross])
                hash = StableHash.Of(Code(feature, vector[feature]), hash);
            (columns[field], values[field]) = (Place(field, hash), 1);
        }
    }

    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Int32(Width);
        writer.Array<double>(_means);
        writer.Array<double>(_inverseScales);
        foreach (var edges in _edges)
            writer.Array<double>(edges);
        writer.Int32(_crosses.Length);
        foreach (var cross in _crosses)
            writer.Array<int>(cross);
    }

    public static HashEncoder Read(ModelReader reader)
    {
        var (schema, width, means, scales) = (reader.Schema(), reader.Int32(), reader.Array<double>(), reader.Array<double>());
        if (width < 1 || means.Length != schema.Count || scales.Length != schema.Count)
            throw new ModelFormatException("A hashed model must have a width, and one mean and scale per feature. The model was not written by Bellwether; train it again.");
        var edges = new double[schema.Count][];
        for (var feature = 0; feature < edges.Length; feature++)
            edges[feature] = reader.Array<double>();
        var count = reader.Int32();
        if (count < 0)
            throw new ModelFormatException("A hashed model must have 0 crosses or more. The model was not written by Bellwether; train it again.");
        var crosses = new List<int[]>();
        for (var cross = 0; cross < count; cross++)
            crosses.Add(reader.Array<int>());
        if (crosses.Any(cross => cross.Any(f => (uint)f >= (uint)schema.Count)))
            throw new ModelFormatException("A hashed model must cross features of its schema. The model was not written by Bellwether; train it again.");
        try
        {
            return new HashEncoder(schema, width, means, scales, edges, [.. crosses], "A hashed model");
        }
        catch (TrainingException error)
        {
            throw new ModelFormatException(error.Message + " The model was not written by Bellwether; train it again.");
        }
    }

    /// <summary>A number that tells one value of a feature from another: its bin (0 to edges, one more for missing), or its bits.</summary>
    private ulong Code(int feature, double value)
    {
        if (_edges[feature] is { Length: > 0 } edges)
        {
            if (double.IsNaN(value))
                return (ulong)edges.Length + 1;
            var at = edges.AsSpan().BinarySearch(value);
            return (ulong)(at < 0 ? ~at : at);
        }

        return double.IsNaN(value) ? MissingCode : (ulong)BitConverter.DoubleToInt64Bits(value == 0 ? 0 : value);
    }

    private int Place(int field, ulong code) => _starts[field] + (int)(((StableHash.Of(code, _seeds[field]) >> 32) * (ulong)_sizes[field]) >> 32);

    /// <summary>Values at equal shares of the rows, without repeats: bin b holds what is at most edge b and above edge b - 1.</summary>
    private static double[] Edges(ReadOnlySpan<double> column, int bins)
    {
        var present = new List<double>();
        foreach (var value in column)
            if (!double.IsNaN(value))
                present.Add(value);
        if (present.Count == 0)
            return [0];
        var sorted = CollectionsMarshal.AsSpan(present);
        sorted.Sort();
        var edges = new List<double>();
        for (var bin = 1; bin < bins; bin++)
            if (sorted[(int)((long)bin * (sorted.Length - 1) / bins)] is var edge && (edges.Count == 0 || edge > edges[^1]))
                edges.Add(edge);
        return edges.Count == 0 ? [sorted[0]] : [.. edges];
    }
}
