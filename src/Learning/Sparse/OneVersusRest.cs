using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Sparse;

/// <summary>Makes a learner of two classes one of k: one model per class, fitted to tell it from all others; the largest score wins.</summary>
/// <remarks>Scores are those of the models, one per class (Rifkin and Klautau, "In defense of one-vs-all classification", 2004). Two classes are left to the
/// learner itself. Classes are shared out over threads. Deterministic as the learner is; class c has the seed derived by c.</remarks>
/// <param name="Learner">What to fit per class, on labels 0 and 1. Its models must give one score.</param>
public sealed record OneVersusRest(ISparseLearner Learner) : ISparseLearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "one-versus-rest " + Learner.Name;

    /// <inheritdoc/>
    public ISparseModel Fit(SparseDataset train, FitContext context)
    {
        TrainingRows.Check(train, ModelOutput.Class, Name);
        var classes = ClassLabels.Count(train.Labels, train.Weights, Name);
        if (classes == 2)
            return Learner.Fit(train, context);
        var models = new ISparseModel[classes];
        ClassWork.Run(classes, context, label =>
        {
            var labels = new double[train.Rows];
            for (var row = 0; row < labels.Length; row++)
                labels[row] = train.Labels[row] == label ? 1 : 0;
            var own = new SparseDataset(train.Features, labels, train.Weights.Length == 0 ? null : train.Weights.ToArray(), train.FieldStarts.ToArray());
            models[label] = Learner.Fit(own, context with { Threads = 1, Seed = context.Seed.Derive(label), Progress = null });
        });
        if (models.Any(m => m.Outputs != 1))
            throw new TrainingException($"'{Name}' must be given a learner whose models have one score, but '{Learner.Name}' has more.");
        context.Progress?.Report(1);
        return new OneVersusRestModel(models);
    }
}
