using System.Buffers;
using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.NaiveBayes;

/// <summary>Log-priors and a term per feature; probabilities are the softmax of the sums. Immutable.</summary>
public sealed class GaussianNaiveBayesModel : IClassifier
{
    /// <summary>The name of the binary format.</summary>
    public const string FormatName = "gaussian-naive-bayes/1";

    private readonly double[] _priors;
    private readonly NaiveBayesTerm[] _terms;

    internal GaussianNaiveBayesModel(FeatureSchema schema, double[] priors, NaiveBayesTerm[] terms) => (Schema, _priors, _terms) = (schema, priors, terms);

    /// <inheritdoc/>
    public FeatureSchema Schema { get; }

    /// <inheritdoc/>
    public ModelOutput Output => ModelOutput.Class;

    /// <inheritdoc/>
    public string Format => FormatName;

    /// <inheritdoc/>
    public int Classes => _priors.Length;

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
        _priors.CopyTo(probabilities);
        for (var feature = 0; feature < features.Length; feature++)
            _terms[feature].Add(features[feature], probabilities);
        ClassLabels.Softmax(probabilities);
    }

    /// <inheritdoc/>
    public void Probabilities(Dataset data, Span<double> probabilities) => RowScores.Probabilities(this, data, probabilities);

    /// <inheritdoc/>
    public void Write(ModelWriter writer)
    {
        writer.Schema(Schema);
        writer.Array<double>(_priors);
        foreach (var term in _terms)
            term.Write(writer);
    }

    internal static GaussianNaiveBayesModel Read(ModelReader reader)
    {
        var (schema, priors) = (reader.Schema(), reader.Array<double>());
        if (priors.Length is < 2 or > ClassLabels.Most)
            throw new ModelFormatException("A naive Bayes model must have two classes or more. The model was not written by Bellwether; train it again.");
        var terms = new NaiveBayesTerm[schema.Count];
        for (var feature = 0; feature < terms.Length; feature++)
            terms[feature] = NaiveBayesTerm.Read(reader, priors.Length);
        return new GaussianNaiveBayesModel(schema, priors, terms);
    }
}
