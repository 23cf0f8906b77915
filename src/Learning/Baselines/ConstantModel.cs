using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Baselines;

/// <summary>One number for every vector. Immutable.</summary>
public sealed class ConstantModel : IExplainingModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "constant/1";

    internal ConstantModel(FeatureSchema schema, ModelOutput output, double value) => (Schema, Output, Value) = (schema, output, value);

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The answer.</summary>
    public double Value { get; }

    /// <summary>The answer; for a probability its log-odds, held within ±36.</summary>
    public double Baseline => Output == ModelOutput.Probability ? RowScores.LogOdds(Value) : Value;

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features) => Value;

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores)
    {
        RowScores.Check(Schema, data, scores.Length);
        scores.Fill(Value);
    }

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> features, Span<double> contributions) => contributions.Clear();

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Int32((int)Output);
        writer.Double(Value);
    }

    internal static ConstantModel Read(ModelReader reader) => new(reader.Schema(), (ModelOutput)reader.Int32(), reader.Double());
}
