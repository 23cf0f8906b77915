using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Numbers learned from labels in place of categories. Immutable.</summary>
public sealed class TargetEncodedColumns : IFittedTransform
{
    internal const string FormatName = "target-encoded-columns-1";
    private readonly CategoryTable _categories;
    private readonly double[][] _values;
    private readonly double _prior;

    internal TargetEncodedColumns(FeatureSchema schema, CategoryTable categories, double[][] values, double prior)
    {
        (Input, _categories, _values, _prior) = (schema, categories, values, prior);
        Output = new FeatureSchema(schema.Features.Select((f, i) => categories.Columns.Contains(i) ? f with { Kind = FeatureKind.Numeric } : f));
    }

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>What missing and unseen categories get.</summary>
    public double Prior => _prior;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        input.CopyTo(output);
        for (var i = 0; i < _categories.Columns.Length; i++)
        {
            var code = input[_categories.Columns[i]];
            var place = double.IsNaN(code) ? -1 : _categories.IndexOf(i, code);
            output[_categories.Columns[i]] = place >= 0 ? _values[i][place] : _prior;
        }
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        _categories.Write(writer);
        writer.Double(_prior);
        foreach (var values in _values)
            writer.Array<double>(values);
    }

    internal static TargetEncodedColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var categories = CategoryTable.Read(reader, schema);
        var prior = reader.Double();
        var values = categories.Columns.Select((_, i) => ColumnChoice.Expect(reader.Array<double>(), categories.Codes(i).Length, "values")).ToArray();
        return new TargetEncodedColumns(schema, categories, values, prior);
    }
}
