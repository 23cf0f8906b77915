using Bellwether.Data.Formats;
using Bellwether.Data.Models;

namespace Bellwether.Learning.Ensembles;

/// <summary>Makes the model that averages others: of probabilities per class for classifiers, of scores for the rest.</summary>
internal static class Averages
{
    /// <summary>The weighted average of models. Models of weight 0 are left out.</summary>
    /// <exception cref="TrainingException">The models cannot be averaged: they give different outputs, or have different classes.</exception>
    public static IModel Of(IReadOnlyList<IModel> models, ReadOnlySpan<double> weights, string learner)
    {
        var (kept, total) = (new List<(IModel Model, double Weight)>(), 0.0);
        for (var i = 0; i < models.Count; i++)
        {
            total += weights[i];
            if (weights[i] > 0)
                kept.Add((models[i], weights[i]));
        }

        IModel[] chosen = [.. kept.Select(k => k.Model)];
        if (Problem(chosen) is { } problem)
            throw new TrainingException($"'{learner}' {problem}");
        double[] shares = [.. kept.Select(k => k.Weight / total)];
        return chosen[0] is IClassifier ? new AverageClassifier([.. chosen.Cast<IClassifier>()], shares) : new AverageModel(chosen, shares);
    }

    /// <summary>What is wrong with averaging these models; null when nothing is.</summary>
    public static string? Problem(IReadOnlyList<IModel> models)
    {
        if (models.Count == 0)
            return "must have at least one model to average, but has none.";
        foreach (var model in models)
        {
            if (model.Schema.Fingerprint != models[0].Schema.Fingerprint)
                return "must average models of one schema, but they have several.";
            if (model.Output != models[0].Output)
                return $"must average models of one kind of score, but some give a {models[0].Output} and some a {model.Output}.";
            if (model.Output == ModelOutput.Class && model is not IClassifier)
                return "must average classifiers that give probabilities, but one gives only a class.";
            if (model is IClassifier classifier && (models[0] is not IClassifier first || first.Classes != classifier.Classes))
                return "must average classifiers of the same classes, but they have different ones. Give rows of every class to each.";
        }

        return models[0] is not IClassifier && models.Any(m => m is IClassifier) ? "must average classifiers only, or none." : null;
    }

    /// <summary>Writes models and their shares.</summary>
    public static void Write(ModelWriter writer, IReadOnlyList<IModel> models, double[] shares)
    {
        writer.Array<double>(shares);
        foreach (var model in models)
            writer.Model(model);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFormatException">The models cannot be averaged, or the shares are not shares.</exception>
    public static (T[] Models, double[] Shares) Read<T>(ModelReader reader) where T : class, IModel
    {
        var shares = reader.Array<double>();
        var models = new List<T>();
        foreach (var share in shares)
        {
            if (!(share is > 0 and <= 1))
                throw new ModelFormatException(FormattableString.Invariant($"The shares of averaged models must lie in (0, 1], but one is {share}. The model was not written by Bellwether; train it again."));
            models.Add(reader.Artifact<T>());
        }

        return Problem(models) is { } problem
            ? throw new ModelFormatException($"The model {problem} It was not written by Bellwether; train it again.")
            : (Math.Abs(shares.Sum() - 1) <= 1e-9 ? [.. models] : throw new ModelFormatException("The shares of averaged models must add up to 1. The model was not written by Bellwether; train it again."), shares);
    }
}
