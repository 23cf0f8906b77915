using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Dense numbers for categories. Immutable.</summary>
public sealed class OrdinalColumns : IFittedTransform
{
    internal const string FormatName = "ordinal-columns-1";
    private readonly CategoryTable _categories;

    internal OrdinalColumns(FeatureSchema schema, CategoryTable categories) => (Input, _categories) = (schema, categories);

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output => Input;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        input.CopyTo(output);
        for (var i = 0; i < _categories.Columns.Length; i++)
        {
            var code = input[_categories.Columns[i]];
            if (!double.IsNaN(code))
                output[_categories.Columns[i]] = _categories.IndexOf(i, code) is >= 0 and var place ? place : _categories.Codes(i).Length;
        }
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        _categories.Write(writer);
    }

    internal static OrdinalColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        return new OrdinalColumns(schema, CategoryTable.Read(reader, schema));
    }
}
