using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Linear;

/// <summary>How a vector of features becomes columns of a linear model: column 0 is the intercept, then one per numeric feature
/// (centred, maybe scaled, 0 when missing), then a block of 0/1 columns per categorical feature (its codes, and missing last).</summary>
internal sealed class Design
{
    private readonly double[] _means;
    private readonly double[] _inverseScales;
    private readonly CategoryCodes?[] _codes;
    private readonly int[] _firstColumns;

    private Design(FeatureSchema schema, double[] means, double[] inverseScales, CategoryCodes?[] codes)
    {
        (Schema, _means, _inverseScales, _codes, _firstColumns) = (schema, means, inverseScales, codes, new int[schema.Count]);
        var next = 1;
        for (var feature = 0; feature < schema.Count; feature++)
            if (codes[feature] is null)
                _firstColumns[feature] = next++;
        Dense = next;
        for (var feature = 0; feature < schema.Count; feature++)
            if (codes[feature] is { } seen)
                (_firstColumns[feature], next, Categorical) = (next, next + seen.Count + 1, Categorical + 1);
        Columns = next;
    }

    /// <summary>The features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>How many columns there are.</summary>
    public int Columns { get; }

    /// <summary>How many of them, from 0, are the intercept and numeric features.</summary>
    public int Dense { get; }

    /// <summary>How many features are categorical.</summary>
    public int Categorical { get; }

    /// <summary>Learns means, scales and codes.</summary>
    public static Design Of(Dataset train, bool standardize, int maxCategories)
    {
        var (means, scales, codes) = (new double[train.Width], new double[train.Width], new CategoryCodes?[train.Width]);
        for (var feature = 0; feature < train.Width; feature++)
        {
            if (train.Schema[feature].Kind == FeatureKind.Categorical)
            {
                codes[feature] = CategoryCodes.MostFrequent(train.Column(feature), maxCategories);
                continue;
            }

            (means[feature], var deviation) = ColumnMoments.Of(train, feature);
            var usable = deviation > 0 && double.IsFinite(1 / deviation);
            scales[feature] = !usable ? 0 : standardize ? 1 / deviation : 1;
        }

        return new Design(train.Schema, means, scales, codes);
    }

    /// <summary>The first column of a feature.</summary>
    public int FirstColumn(int feature) => _firstColumns[feature];

    /// <summary>The codes of a categorical feature; null for a numeric one.</summary>
    public CategoryCodes? Codes(int feature) => _codes[feature];

    /// <summary>What a numeric feature's column multiplies the difference from its mean by; 0 for a constant feature.</summary>
    public double InverseScale(int feature) => _inverseScales[feature];

    /// <summary>The training mean of a numeric feature.</summary>
    public double Mean(int feature) => _means[feature];

    /// <summary>The column and its value that a feature's value turns into; column -1 for an unseen category.</summary>
    public (int Column, double Value) Encode(int feature, double value)
    {
        if (_codes[feature] is not { } codes)
            return (_firstColumns[feature], double.IsFinite(value) ? (value - _means[feature]) * _inverseScales[feature] : 0);
        if (double.IsNaN(value))
            return (_firstColumns[feature] + codes.Count, 1);
        var index = codes.IndexOf(value);
        return (index < 0 ? -1 : _firstColumns[feature] + index, 1);
    }

    /// <summary>Writes everything.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Array<double>(_means);
        writer.Array<double>(_inverseScales);
        foreach (var codes in _codes)
        {
            writer.Bool(codes is not null);
            codes?.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Design Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var (means, scales) = (reader.Array<double>(), reader.Array<double>());
        if (means.Length != schema.Count || scales.Length != schema.Count)
            throw new ModelFormatException("A linear model must have one mean and scale per feature. The model was not written by Bellwether; train it again.");
        var codes = new CategoryCodes?[schema.Count];
        for (var feature = 0; feature < codes.Length; feature++)
            codes[feature] = reader.Bool() ? CategoryCodes.Read(reader) : null;
        return new Design(schema, means, scales, codes);
    }
}
