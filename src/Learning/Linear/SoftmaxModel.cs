using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Linear;

/// <summary>One sum of terms per class; probabilities are their softmax. Immutable.</summary>
public sealed class SoftmaxModel : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "softmax/1";

    private readonly Design _design;
    private readonly double[] _coefficients;

    internal SoftmaxModel(Design design, int classes, double[] coefficients) => (_design, Classes, _coefficients) = (design, classes, coefficients);

    /// <inheritdoc/>
    public FeatureSchema Schema => _design.Schema;

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Classes { get; }

    /// <summary>By how much one unit more of a numeric feature moves the sum of a class.</summary>
    /// <exception cref="ArgumentException">The feature is categorical.</exception>
    public double Coefficient(int label, int feature) => _design.Codes(feature) is null
        ? Of(label)[_design.FirstColumn(feature)] * _design.InverseScale(feature)
        : throw new ArgumentException($"Feature '{Schema[feature].Name}' must be numeric to have one coefficient, but is categorical.", nameof(feature));

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var rented = Classes > 256 ? ArrayPool<double>.Shared.Rent(Classes) : null;
        var probabilities = rented is null ? stackalloc double[256] : rented;
        probabilities = probabilities[..Classes];
        Probabilities(features, probabilities);
        var label = ClassLabels.Largest(probabilities);
        if (rented is not null)
            ArrayPool<double>.Shared.Return(rented);
        return label;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities)
    {
        probabilities = probabilities[..Classes];
        for (var label = 0; label < Classes; label++)
            probabilities[label] = Of(label)[0];
        for (var feature = 0; feature < features.Length; feature++)
        {
            var (column, value) = _design.Encode(feature, features[feature]);
            if (column >= 0 && value != 0)
                for (var label = 0; label < Classes; label++)
                    probabilities[label] += Of(label)[column] * value;
        }

        ClassLabels.Softmax(probabilities);
    }

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities) => RowScores.Probabilities(this, data, probabilities);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _design.Write(writer);
        writer.Int32(Classes);
        writer.Array<double>(_coefficients);
    }

    internal static SoftmaxModel Read(ModelReader reader)
    {
        var design = Design.Read(reader);
        var (classes, coefficients) = (reader.Int32(), reader.Array<double>());
        if (classes is < 2 or > ClassLabels.Most || coefficients.Length != (long)classes * design.Columns)
            throw new ModelFormatException("A softmax model must have two classes or more and one coefficient per class and column. The model was not written by Bellwether; train it again.");
        return new SoftmaxModel(design, classes, coefficients);
    }

    private ReadOnlySpan<double> Of(int label) => _coefficients.AsSpan(label * _design.Columns, _design.Columns);
}
