using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Transforms;

/// <summary>Hash buckets for categories. Immutable.</summary>
public sealed class HashedColumns : IFittedTransform
{
    internal const string FormatName = "hashed-columns-1";
    private readonly int[] _columns, _kept;
    private readonly int _buckets;

    internal HashedColumns(FeatureSchema schema, int[] columns, int buckets)
    {
        (Input, _columns, _buckets) = (schema, columns, buckets);
        _kept = [.. Enumerable.Range(0, schema.Count).Except(columns)];
        Output = new FeatureSchema(_kept.Select(i => schema[i]).Concat(columns.SelectMany(c => Enumerable.Range(0, buckets).Select(b =>
            new FeatureSpec(string.Create(CultureInfo.InvariantCulture, $"{schema[c].Name}#{b}"))))));
    }

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < _kept.Length; i++)
            output[i] = input[_kept[i]];
        output[_kept.Length..].Clear();
        for (var i = 0; i < _columns.Length; i++)
            if (input[_columns[i]] is var code && !double.IsNaN(code))
                output[_kept.Length + (i * _buckets) + (int)(StableHash.Of(BitConverter.DoubleToUInt64Bits(code)) % (uint)_buckets)] = 1;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Array<int>(_columns);
        writer.Int32(_buckets);
    }

    internal static HashedColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        return new HashedColumns(schema, ColumnChoice.Places(reader.Array<int>(), schema.Count), Math.Max(1, reader.Int32()));
    }
}
