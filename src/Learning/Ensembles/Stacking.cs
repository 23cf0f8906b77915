using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Ensembles;

/// <summary>A learner that learns from what other learners say of rows that they did not learn from.</summary>
/// <remarks>
/// <para>Wolpert, "Stacked generalization", 1992. The final learner's features are the out-of-fold scores of every learner: log-odds of a
/// probability, log-probabilities of the k classes of a classifier, the score itself for the rest; with <see cref="PassThrough"/> the
/// features of the rows too. Rows that no fold tests are not learned from by the final learner. For serving, every learner is fitted
/// once more on all rows.</para>
/// <para>A fit per learner and fold, and one per learner on all rows, side by side on the threads given. Validation rows go to the
/// learners, not to the final one. The order of rows matters, since folds are drawn by place.</para>
/// </remarks>
/// <param name="Learners">At least one.</param>
/// <param name="Final">Learns from their scores; a linear one is the usual choice, since little is left to learn.</param>
public sealed record Stacking(IReadOnlyList<ILearner> Learners, ILearner Final) : ILearner
{
    /// <summary>At least one.</summary>
    public IReadOnlyList<ILearner> Learners { get; init => field = Voting.NotEmpty(value); } = Voting.NotEmpty(Learners);

    /// <inheritdoc/>
    public string Name { get; init; } = "stacking";

    /// <summary>How rows are cut for out-of-fold scores; <see cref="TimeSeriesSplit"/> where the future differs from the past.</summary>
    public ISplitter Folds { get; init; } = new AutoKFold();

    /// <summary>Whether the final learner sees the features of the rows too.</summary>
    public bool PassThrough { get; init; }

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.Check(train, ModelOutput.Value, Name);
        var outOfFold = OutOfFold.Fit(Learners, train, Folds, context);
        if (outOfFold.Models.Any(m => m.Output == ModelOutput.Class && m is not IClassifier))
            throw new TrainingException($"'{Name}' must stack classifiers that give probabilities, but one gives only a class.");
        var features = new StackedFeatures([.. outOfFold.Models], PassThrough);
        var rows = features.Table(outOfFold.Predicted(train), outOfFold.Scores);
        var final = Final.Fit(rows, context with { Seed = context.Seed.Derive("final"), Validation = null, Progress = null });
        return final is IClassifier classifier ? new StackedClassifier(features, classifier) : new StackedModel(features, final);
    }
}
