using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Fills missing values of chosen columns; indicator columns follow at the end. Immutable.</summary>
public sealed class ImputedColumns : IFittedTransform
{
    internal const string FormatName = "imputed-columns-1";
    private readonly int[] _columns, _indicators;
    private readonly double[] _fills;

    internal ImputedColumns(FeatureSchema schema, int[] columns, double[] fills, int[] indicators)
    {
        (Input, _columns, _fills, _indicators) = (schema, columns, fills, indicators);
        Output = new FeatureSchema(schema.Features.Concat(indicators.Select(i =>
            new FeatureSpec(schema[i].Name + "_missing", FeatureKind.Numeric, $"1 where {schema[i].Name} is missing, else 0."))));
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
        input.CopyTo(output);
        for (var i = 0; i < _columns.Length; i++)
            if (double.IsNaN(input[_columns[i]]))
                output[_columns[i]] = _fills[i];
        for (var i = 0; i < _indicators.Length; i++)
            output[input.Length + i] = double.IsNaN(input[_indicators[i]]) ? 1 : 0;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Array<int>(_columns);
        writer.Array<double>(_fills);
        writer.Array<int>(_indicators);
    }

    internal static ImputedColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var columns = ColumnChoice.Places(reader.Array<int>(), schema.Count);
        return new ImputedColumns(schema, columns, ColumnChoice.Expect(reader.Array<double>(), columns.Length, "fills"),
            ColumnChoice.Places(reader.Array<int>(), schema.Count));
    }
}
