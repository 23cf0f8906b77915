using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Kernels;

/// <summary>A weighted sum of kernels with the support vectors: a margin, a value, or how odd a vector is. Immutable.</summary>
public sealed class SupportVectorModel : IModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "support-vectors/1";

    private readonly SupportVectors _vectors;
    private readonly double[] _coefficients;

    internal SupportVectorModel(SupportVectors vectors, double[] coefficients, double intercept, ModelOutput output, double objective) =>
        (_vectors, _coefficients, Intercept, Output, Objective) = (vectors, coefficients, intercept, output, objective);

    /// <inheritdoc/>
    public FeatureSchema Schema => _vectors.Space.Schema;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>How many support vectors there are.</summary>
    public int Count => _vectors.Count;

    /// <summary>What is added to the sum.</summary>
    public double Intercept { get; }

    /// <summary>The dual objective that the solver reached, at its minimum.</summary>
    public double Objective { get; }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(1, _vectors.Room));
        _vectors.Values(features, rented);
        var sum = Intercept;
        for (var i = 0; i < _coefficients.Length; i++)
            sum += _coefficients[i] * rented[i];
        ArrayPool<float>.Shared.Return(rented);
        return RowScores.Finite(sum);
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Int32((int)Output);
        _vectors.Write(writer);
        writer.Array<double>(_coefficients);
        writer.Double(Intercept);
        writer.Double(Objective);
    }

    internal static SupportVectorModel Read(ModelReader reader)
    {
        var output = (ModelOutput)reader.Int32();
        var (vectors, coefficients, intercept) = (SupportVectors.Read(reader), reader.Array<double>(), reader.Double());
        return output is ModelOutput.Score or ModelOutput.Value && coefficients.Length == vectors.Count && coefficients.All(double.IsFinite) && double.IsFinite(intercept)
            ? new SupportVectorModel(vectors, coefficients, intercept, output, reader.Double())
            : throw new ModelFormatException("A support vector model must have one finite coefficient per vector. The model was not written by Bellwether; train it again.");
    }
}
