using Bellwether.Data.Formats;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Rows;

/// <summary>How a row of features becomes a point (d) with a Euclidean distance that makes sense.</summary>
/// <remarks>A number becomes (x - mean) / deviation, a missing or infinite one the mean; a constant column counts for nothing. A category becomes one coordinate for each of its
/// most frequent codes (missing is one of them), √½ where it is that code: two different codes are at squared distance 1, a code and one never seen at ½. Coordinates
/// are held within ±1e9. Learned from training rows alone. Immutable.</remarks>
internal sealed class PointSpace
{
    private const double Most = 1e9;
    private const float One = 0.70710678f;

    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly CategoryCodes?[] _codes;
    private readonly int[] _first;

    private PointSpace(FeatureSchema schema, double[] means, double[] scales, CategoryCodes?[] codes)
    {
        (Schema, _means, _scales, _codes, _first) = (schema, means, scales, codes, new int[schema.Count]);
        for (var feature = 0; feature < schema.Count; feature++)
        {
            _first[feature] = Dimension;
            Dimension += codes[feature] is { } seen ? seen.Count + 1 : 1;
        }
    }

    /// <summary>The features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>The first coordinate of a feature.</summary>
    public int FirstOf(int feature) => _first[feature];

    /// <summary>How many coordinates a feature has.</summary>
    public int CountOf(int feature) => _codes[feature] is { } seen ? seen.Count + 1 : 1;

    /// <summary>Learns means, deviations and codes. Rows of weight 0 count like others.</summary>
    /// <param name="rows">Training rows.</param>
    /// <param name="standardize">Whether numbers are divided by their deviation.</param>
    /// <param name="maxCategories">At most so many codes of a category get a coordinate; the rest count as never seen.</param>
    public static PointSpace Of(Dataset rows, bool standardize, int maxCategories)
    {
        var (means, scales, codes) = (new double[rows.Width], new double[rows.Width], new CategoryCodes?[rows.Width]);
        for (var feature = 0; feature < rows.Width; feature++)
        {
            if (rows.Schema[feature].Kind == FeatureKind.Categorical)
            {
                codes[feature] = CategoryCodes.MostFrequent(rows.Column(feature), maxCategories);
                continue;
            }

            (means[feature], var deviation) = Moments(rows.Column(feature));
            var usable = deviation > 0 && double.IsFinite(1 / deviation);
            scales[feature] = !usable ? 0 : standardize ? 1 / deviation : 1;
        }

        return new PointSpace(rows.Schema, means, scales, codes);
    }

    /// <summary>Writes the point (d) of a vector.</summary>
    public void Encode(ReadOnlySpan<double> features, Span<float> point)
    {
        for (var feature = 0; feature < _first.Length; feature++)
            Encode(feature, features[feature], point);
    }

    /// <summary>The points (n, d) of all rows.</summary>
    public float[] Encode(Dataset rows)
    {
        var points = new float[checked(rows.Rows * Dimension)];
        for (var feature = 0; feature < _first.Length; feature++)
        {
            var column = rows.Column(feature);
            for (var row = 0; row < column.Length; row++)
                Encode(feature, column[row], points.AsSpan(row * Dimension, Dimension));
        }

        return points;
    }

    /// <summary>Writes everything.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Array<double>(_means);
        writer.Array<double>(_scales);
        foreach (var codes in _codes)
        {
            writer.Bool(codes is not null);
            codes?.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">Lengths do not agree, or a number is not finite.</exception>
    public static PointSpace Read(ModelReader reader)
    {
        var schema = reader.Schema();
        var (means, scales) = (reader.Array<double>(), reader.Array<double>());
        if (means.Length != schema.Count || scales.Length != schema.Count || means.Concat(scales).Any(v => !double.IsFinite(v)))
            throw new ModelFormatException("A model of points must have one finite mean and scale per feature. The model was not written by Bellwether; train it again.");
        var codes = new CategoryCodes?[schema.Count];
        for (var feature = 0; feature < codes.Length; feature++)
            codes[feature] = reader.Bool() ? CategoryCodes.Read(reader) : null;
        return new PointSpace(schema, means, scales, codes);
    }

    private void Encode(int feature, double value, Span<float> point)
    {
        var first = _first[feature];
        if (_codes[feature] is not { } codes)
        {
            point[first] = double.IsFinite(value) && _scales[feature] != 0 ? (float)Math.Clamp((value - _means[feature]) * _scales[feature], -Most, Most) : 0;
            return;
        }

        point.Slice(first, codes.Count + 1).Clear();
        var index = double.IsNaN(value) ? codes.Count : codes.IndexOf(value);
        if (index >= 0)
            point[first + index] = One;
    }

    /// <summary>Mean and deviation of the finite numbers, without overflow.</summary>
    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> column)
    {
        var (count, scale) = (0, 0.0);
        foreach (var value in column)
            if (double.IsFinite(value))
                (count, scale) = (count + 1, Math.Max(scale, Math.Abs(value)));
        if (count == 0 || scale == 0)
            return (0, 0);
        var mean = 0.0;
        foreach (var value in column)
            if (double.IsFinite(value))
                mean += value / scale;
        mean /= count;
        var squares = 0.0;
        foreach (var value in column)
            if (double.IsFinite(value))
                squares += ((value / scale) - mean) * ((value / scale) - mean);
        var deviation = Math.Sqrt(squares / count);
        return (mean * scale, deviation <= Math.Abs(mean) * 1e-13 ? 0 : deviation * scale);
    }
}
