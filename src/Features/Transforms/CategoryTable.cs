using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Features.Transforms;

/// <summary>The categories that columns had in training, each column's in ascending order of their codes.</summary>
internal sealed class CategoryTable
{
    private readonly double[][] _codes;

    private CategoryTable(int[] columns, double[][] codes) => (Columns, _codes) = (columns, codes);

    /// <summary>The columns' places.</summary>
    public int[] Columns { get; }

    /// <summary>The codes of the i-th column.</summary>
    public ReadOnlySpan<double> Codes(int i) => _codes[i];

    /// <summary>The place of a code among those of the i-th column; negative for an unseen one. O(log categories).</summary>
    public int IndexOf(int i, double code) => Array.BinarySearch(_codes[i], code);

    /// <summary>The categories of these columns.</summary>
    public static CategoryTable Of(Dataset train, int[] columns) => new(columns, Array.ConvertAll(columns, column =>
    {
        var codes = new SortedSet<double>();
        foreach (var code in train.Column(column))
            if (!double.IsNaN(code))
                codes.Add(code);
        return codes.ToArray();
    }));

    public void Write(ModelWriter writer)
    {
        writer.Array<int>(Columns);
        foreach (var codes in _codes)
            writer.Array<double>(codes);
    }

    public static CategoryTable Read(ModelReader reader, FeatureSchema schema) =>
        new CategoryTable(ColumnChoice.Places(reader.Array<int>(), schema.Count), []).ReadCodes(reader);

    private CategoryTable ReadCodes(ModelReader reader) => new(Columns, Array.ConvertAll(Columns, _ => reader.Array<double>()));
}
