using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Tests.Ensembles;

/// <summary>A classifier for tests: the shares of the classes among training rows on the same side of a feature's mean.</summary>
internal sealed record ClassShares : ILearner
{
    public string Name => "class shares";

    public int Feature { get; init; }

    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (train.Rows == 0)
            throw new TrainingException("class shares must have rows.");
        foreach (var label in train.Labels)
            if (!double.IsInteger(label) || label is < 0 or > 99)
                throw new TrainingException("class shares must have labels 0, 1, …");
        var classes = (int)train.Labels.ToArray().Max() + 1;
        var column = train.Column(Feature);
        var cut = column.ToArray().Where(double.IsFinite).DefaultIfEmpty(0).Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
        var shares = new double[2 * classes];
        Array.Fill(shares, 1);
        for (var row = 0; row < train.Rows; row++)
            shares[((column[row] > cut ? 1 : 0) * classes) + (int)train.Labels[row]] += train.Weight(row) is >= 0 and var w ? w : throw new TrainingException("weights must be 0 or more.");
        for (var side = 0; side < 2; side++)
        {
            var total = shares.AsSpan(side * classes, classes).ToArray().Sum();
            for (var k = 0; k < classes; k++)
                shares[(side * classes) + k] /= total;
        }

        return new ClassSharesModel(train.Schema, Feature, cut, shares);
    }
}

internal sealed class ClassSharesModel(FeatureSchema schema, int feature, double cut, double[] shares) : IClassifier
{
    public FeatureSchema Schema => schema;

    public ModelOutput Output => ModelOutput.Class;

    public string Format => "test-class-shares/1";

    public int Classes => shares.Length / 2;

    public double Predict(ReadOnlySpan<double> features)
    {
        var (start, best) = (features[feature] > cut ? Classes : 0, 0);
        for (var k = 1; k < Classes; k++)
            if (shares[start + k] > shares[start + best])
                best = k;
        return best;
    }

    public void Predict(Dataset data, Span<double> scores)
    {
        if (data.Schema.Fingerprint != schema.Fingerprint)
            throw new ArgumentException("another schema", nameof(data));
        for (var row = 0; row < data.Rows; row++)
            scores[row] = Predict(Laws.Sample.Vector(data, row));
    }

    public void Probabilities(ReadOnlySpan<double> features, Span<double> probabilities) =>
        shares.AsSpan(features[feature] > cut ? Classes : 0, Classes).CopyTo(probabilities);

    public void Probabilities(Dataset data, Span<double> probabilities)
    {
        for (var row = 0; row < data.Rows; row++)
            Probabilities(Laws.Sample.Vector(data, row), probabilities.Slice(row * Classes, Classes));
    }

    public void Write(ModelWriter writer)
    {
        writer.Schema(schema);
        writer.Int32(feature);
        writer.Double(cut);
        writer.Array<double>(shares);
    }

    public static ClassSharesModel Read(ModelReader reader) => new(reader.Schema(), reader.Int32(), reader.Double(), reader.Array<double>());
}
