using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Linear;

/// <summary>A sum of one term per feature and an intercept; a probability is the logistic function of it. Immutable.</summary>
public sealed class LinearModel : IExplainingModel
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "linear/1";

    private readonly Design _design;
    private readonly double[] _coefficients;

    internal LinearModel(Design design, ModelOutput output, double[] coefficients) => (_design, Output, _coefficients) = (design, output, coefficients);

    /// <inheritdoc/>
    public FeatureSchema Schema => _design.Schema;

    /// <inheritdoc/>
    public ModelOutput Output { get; }

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <summary>The sum for a vector whose numbers are all at their training means and whose categories are all unseen.</summary>
    public double Baseline => _coefficients[0];

    /// <summary>The intercept in the units of the features: the sum where all numbers are 0 and all categories unseen.</summary>
    public double Intercept
    {
        get
        {
            var sum = _coefficients[0];
            for (var feature = 0; feature < Schema.Count; feature++)
                if (_design.Codes(feature) is null)
                    sum -= Coefficient(feature) * _design.Mean(feature);
            return sum;
        }
    }

    /// <summary>By how much one unit more of a numeric feature moves the sum.</summary>
    /// <exception cref="ArgumentException">The feature is categorical.</exception>
    public double Coefficient(int feature) => _design.Codes(feature) is null
        ? _coefficients[_design.FirstColumn(feature)] * _design.InverseScale(feature)
        : throw new ArgumentException($"Feature '{Schema[feature].Name}' must be numeric to have one coefficient, but is categorical: give a code too.", nameof(feature));

    /// <summary>By how much a categorical feature with this code (NaN for missing) moves the sum; 0 for an unseen code.</summary>
    /// <exception cref="ArgumentException">The feature is numeric.</exception>
    public double Coefficient(int feature, double code) => _design.Codes(feature) is not null
        ? Term(feature, code)
        : throw new ArgumentException($"Feature '{Schema[feature].Name}' must be categorical to have a coefficient per code, but is numeric.", nameof(feature));

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> features)
    {
        var sum = _coefficients[0];
        for (var feature = 0; feature < features.Length; feature++)
            sum += Term(feature, features[feature]);
        sum = RowScores.Finite(sum);
        return Output == ModelOutput.Probability ? RowScores.Sigmoid(sum) : sum;
    }

    /// <inheritdoc/>
    public void Predict(Dataset data, Span<double> scores) => RowScores.Predict(this, data, scores);

    /// <inheritdoc/>
    public void Explain(ReadOnlySpan<double> features, Span<double> contributions)
    {
        for (var feature = 0; feature < features.Length; feature++)
            contributions[feature] = RowScores.Finite(Term(feature, features[feature]));
    }

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        _design.Write(writer);
        writer.Int32((int)Output);
        writer.Array<double>(_coefficients);
    }

    internal static LinearModel Read(ModelReader reader)
    {
        var design = Design.Read(reader);
        var (output, coefficients) = ((ModelOutput)reader.Int32(), reader.Array<double>());
        if (coefficients.Length != design.Columns)
            throw new ModelFormatException("A linear model must have one coefficient per column. The model was not written by Bellwether; train it again.");
        return new LinearModel(design, output, coefficients);
    }

    private double Term(int feature, double value)
    {
        var (column, encoded) = _design.Encode(feature, value);
        return column < 0 ? 0 : _coefficients[column] * encoded;
    }
}
