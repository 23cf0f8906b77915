using Bellwether.Data.Formats;
using Bellwether.Data.Training;
using Bellwether.Data.Transforms;

namespace Bellwether.Features.Transforms;

/// <summary>Gives (x - center) / scale in every column: what the scalers learn. Missing stays missing. Immutable.</summary>
public sealed class AffineColumns : IFittedTransform
{
    internal const string FormatName = "affine-columns-1";
    private readonly double[] _centers, _scales;

    internal AffineColumns(FeatureSchema schema, double[] centers, double[] scales) => (Input, _centers, _scales) = (schema, centers, scales);

    /// <inheritdoc/>
    public FeatureSchema Input { get; }

    /// <inheritdoc/>
    public FeatureSchema Output => Input;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>What is subtracted, per column (d); 0 where nothing is.</summary>
    public ReadOnlySpan<double> Centers => _centers;

    /// <summary>What is divided by, per column (d); 1 where nothing is.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> input, Span<double> output)
    {
        for (var i = 0; i < _centers.Length; i++)
            output[i] = (input[i] - _centers[i]) / _scales[i];
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Input);
        writer.Array<double>(_centers);
        writer.Array<double>(_scales);
    }

    internal static AffineColumns Read(ModelReader reader)
    {
        var schema = reader.Schema();
        return new AffineColumns(schema, ColumnChoice.Expect(reader.Array<double>(), schema.Count, "centers"),
            ColumnChoice.Expect(reader.Array<double>(), schema.Count, "scales"));
    }

    /// <summary>Fits each chosen column; a scale of 0 or NaN becomes 1, a center of NaN 0.</summary>
    internal static TransformFit Fit(Dataset train, IReadOnlyList<string> columns, string name, Func<ReadOnlySpan<double>, (double Center, double Scale)> learn)
    {
        var centers = new double[train.Width];
        var scales = new double[train.Width];
        Array.Fill(scales, 1);
        foreach (var column in ColumnChoice.Of(train, columns, FeatureKind.Numeric, name))
        {
            var (center, scale) = learn(train.Column(column));
            centers[column] = double.IsNaN(center) ? 0 : center;
            scales[column] = double.IsNaN(scale) || scale == 0 ? 1 : scale;
        }

        return TransformedRows.Fit(new AffineColumns(train.Schema, centers, scales), train);
    }
}
