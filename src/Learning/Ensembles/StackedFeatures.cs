using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Ensembles;

/// <summary>Turns a vector into what several models say of it: the features of a final model. Immutable.</summary>
internal sealed class StackedFeatures
{
    private readonly IModel[] _models;
    private readonly bool _passThrough;

    /// <summary>Takes models of one schema.</summary>
    public StackedFeatures(IModel[] models, bool passThrough)
    {
        (_models, _passThrough) = (models, passThrough);
        var names = models.SelectMany((m, i) => Enumerable.Range(0, OutOfFold.Columns(m)).Select(k => new FeatureSpec(m is IClassifier ? $"model {i} class {k}" : $"model {i}")));
        Output = new FeatureSchema(passThrough ? [.. names, .. Input.Features.Select(f => f with { Name = "row " + f.Name })] : names);
    }

    /// <summary>The features of a vector.</summary>
    public FeatureSchema Input => _models[0].Schema;

    /// <summary>The features of the final model.</summary>
    public FeatureSchema Output { get; }

    /// <summary>The models.</summary>
    public IReadOnlyList<IModel> Models => _models;

    /// <summary>Writes the final model's features of one vector.</summary>
    public void Compute(ReadOnlySpan<double> features, Span<double> stacked)
    {
        var at = 0;
        foreach (var model in _models)
            if (model is IClassifier classifier)
            {
                var probabilities = stacked.Slice(at, classifier.Classes);
                classifier.Probabilities(features, probabilities);
                for (var k = 0; k < probabilities.Length; k++)
                    probabilities[k] = Scale(model, probabilities[k]);
                at += classifier.Classes;
            }
            else
                stacked[at++] = Scale(model, model.Predict(features));
        if (_passThrough)
            features.CopyTo(stacked[at..]);
    }

    /// <summary>The final model's rows from scores by column, as <see cref="OutOfFold.Scores"/> holds them; the scores are taken over.</summary>
    public Dataset Table(Dataset rows, double[][] scores)
    {
        var at = 0;
        foreach (var model in _models)
            for (var left = OutOfFold.Columns(model); left > 0; left--)
            {
                var column = scores[at++];
                for (var row = 0; row < column.Length; row++)
                    column[row] = Scale(model, column[row]);
            }

        return rows.WithColumns(Output, _passThrough ? [.. scores, .. Enumerable.Range(0, rows.Width).Select(f => rows.Column(f).ToArray())] : scores);
    }

    /// <summary>The final model's rows of a dataset.</summary>
    public Dataset Table(Dataset rows)
    {
        var scores = new List<double[]>();
        foreach (var model in _models)
        {
            var width = OutOfFold.Columns(model);
            var all = new double[rows.Rows * width];
            if (model is IClassifier classifier)
                classifier.Probabilities(rows, all);
            else
                model.Predict(rows, all);
            for (var k = 0; k < width; k++)
                scores.Add(width == 1 ? all : [.. Enumerable.Range(0, rows.Rows).Select(row => all[(row * width) + k])]);
        }

        return Table(rows, [.. scores]);
    }

    /// <summary>Writes models and whether features pass through.</summary>
    public void Write(ModelWriter writer)
    {
        writer.Bool(_passThrough);
        writer.Int32(_models.Length);
        foreach (var model in _models)
            writer.Model(model);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The models do not fit together.</exception>
    public static StackedFeatures Read(ModelReader reader)
    {
        var passThrough = reader.Bool();
        var models = new List<IModel>();
        for (var left = reader.Int32(); left > 0; left--)
            models.Add(reader.Model());
        if (models.Count == 0 || models.Any(m => m.Schema.Fingerprint != models[0].Schema.Fingerprint || (m.Output == ModelOutput.Class && m is not IClassifier)))
            throw new ModelFormatException("A stacked model must hold models of one schema that give numbers or probabilities of classes. It was not written by Bellwether; train it again.");
        return new StackedFeatures([.. models], passThrough);
    }

    private static double Scale(IModel model, double score) => model switch
    {
        IClassifier => Math.Log(Math.Max(score, 2.3e-16)),
        { Output: ModelOutput.Probability } => RowScores.LogOdds(score),
        _ => score,
    };
}
