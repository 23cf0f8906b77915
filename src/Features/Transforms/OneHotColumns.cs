using System.Globalization;
using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Columns of 0 and 1 for categories. Immutable.</summary>
public sealed class OneHotColumns : IFittedTransform
{
    internal const string FormatName = "one-hot-columns-1";
    private readonly CategoryTable _categories;
    private readonly bool _unseen, _missing;
    private readonly int[] _kept;

    internal OneHotColumns(FeatureSchema schema, CategoryTable categories, bool unseen, bool missing)
    {
        (Input, _categories, _unseen, _missing) = (schema, categories, unseen, missing);
        _kept = [.. Enumerable.Range(0, schema.Count).Except(categories.Columns)];
        var features = _kept.Select(i => schema[i]).ToList();
        for (var i = 0; i < categories.Columns.Length; i++)
        {
            var name = schema[categories.Columns[i]].Name;
            foreach (var code in categories.Codes(i))
                features.Add(new FeatureSpec(string.Create(CultureInfo.InvariantCulture, $"{name}={code:R}")));
            if (unseen)
                features.Add(new FeatureSpec(name + "=unseen"));
            if (missing)
                features.Add(new FeatureSpec(name + "=missing"));
        }

        Output = new FeatureSchema(features);
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
        var first = _kept.Length;
        for (var i = 0; i < _categories.Columns.Length; i++)
        {
            var code = input[_categories.Columns[i]];
            var count = _categories.Codes(i).Length;
            var place = double.IsNaN(code) ? -1 : _categories.IndexOf(i, code);
            if (place >= 0)
                output[first + place] = 1;
            else if (double.IsNaN(code) ? _missing : _unseen)
                output[first + count + (double.IsNaN(code) && _unseen ? 1 : 0)] = 1;
            first += count + (_unseen ? 1 : 0) + (_missing ? 1 : 0);
        }
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        _categories.Write(writer);
        writer.Bool(_unseen);
        writer.Bool(_missing);
    }

    internal static OneHotColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        return new OneHotColumns(schema, CategoryTable.Read(reader, schema), reader.Bool(), reader.Bool());
    }
}
