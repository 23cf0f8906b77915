using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Baselines;

/// <summary>A sum of weighted features. Immutable.</summary>
public sealed class FormulaModel : IExplainingModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "formula/1";

    private readonly double _least;
    private readonly double[] _weights;

    internal FormulaModel(FeatureSchema schema, double intercept, double least, double[] weights) =>
        (Schema, Baseline, _least, _weights) = (schema, intercept, least, weights);

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Value;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The answer where all features are 0 or missing.</summary>
    public double Baseline { get; }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var sum = Baseline;
        for (var i = 0; i < _weights.Length; i++)
            if (_weights[i] != 0 && double.IsFinite(features[i]))
                sum += _weights[i] * features[i];
        return Math.Clamp(sum, _least, double.MaxValue);
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        var row = new double[data.Width];
        for (var i = 0; i < data.Rows; i++)
        {
            data.CopyRow(i, row);
            scores[i] = Predict(row);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Before the lowest answer is applied.</remarks>
    public void Explain(ReadOnlySpan<double> features, Span<double> contributions)
    {
        for (var i = 0; i < _weights.Length; i++)
            contributions[i] = _weights[i] != 0 && double.IsFinite(features[i]) ? _weights[i] * features[i] : 0;
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Double(Baseline);
        writer.Double(_least);
        writer.Array<double>(_weights);
    }

    internal static FormulaModel Read(ModelReader reader) => new(reader.Schema(), reader.Double(), reader.Double(), reader.Array<double>());
}
