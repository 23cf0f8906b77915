using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Keeps every column within its bounds. Missing stays missing. Immutable.</summary>
public sealed class ClippedColumns : IFittedTransform
{
    internal const string FormatName = "clipped-columns-1";
    private readonly double[] _low, _high;

    internal ClippedColumns(FeatureSchema schema, double[] low, double[] high) => (Input, _low, _high) = (schema, low, high);

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output => Input;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The lower bounds (d).</summary>
    public ReadOnlySpan<double> Low => _low;

    /// <summary>The upper bounds (d).</summary>
    public ReadOnlySpan<double> High => _high;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < _low.Length; i++)
            output[i] = Math.Min(Math.Max(input[i], _low[i]), _high[i]);
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Array<double>(_low);
        writer.Array<double>(_high);
    }

    internal static ClippedColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        return new ClippedColumns(schema, ColumnChoice.Expect(reader.Array<double>(), schema.Count, "lower bounds"),
            ColumnChoice.Expect(reader.Array<double>(), schema.Count, "upper bounds"));
    }
}
