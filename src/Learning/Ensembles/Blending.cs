using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Ensembles;

/// <summary>Several learners averaged with the weights that would have been best on rows that they did not learn from.</summary>
/// <remarks>
/// <para>Weights are 0 or more and add up to 1 (Breiman, "Stacked regressions", 1996; the convex super learner of van der Laan, Polley and
/// Hubbard, 2007). They minimize the log-loss of out-of-fold probabilities, or the squared error of out-of-fold values; learners without
/// a say are dropped. Give <see cref="Folds"/> a <see cref="HoldOut"/> for the weights of a hold-out, as the Netflix Prize used them.</para>
/// <para>A fit per learner and fold, and one per learner on all rows, side by side on the threads given. The order of rows matters, since
/// folds are drawn by place.</para>
/// </remarks>
/// <param name="Learners">At least one; all of the same output.</param>
public sealed record Blending(IReadOnlyList<ILearner> Learners) : ILearner
{
    /// <summary>At least one; all of the same output.</summary>
    public IReadOnlyList<ILearner> Learners { get; init => field = Voting.NotEmpty(value); } = Voting.NotEmpty(Learners);

    /// <inheritdoc/>
    public string Name { get; init; } = "blending";

    /// <summary>How rows are cut for out-of-fold scores; <see cref="TimeSeriesSplit"/> where the future differs from the past.</summary>
    public ISplitter Folds { get; init; } = new AutoKFold();

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.Check(train, ModelOutput.Value, Name);
        var outOfFold = OutOfFold.Fit(Learners, train, Folds, context);
        if (Averages.Problem(outOfFold.Models) is { } problem)
            throw new TrainingException($"'{Name}' {problem}");
        var rows = outOfFold.Predicted(train);
        TrainingRows.Check(rows, ModelOutput.Value, $"{Name} (rows with out-of-fold scores)");
        var weights = outOfFold.Models[0] switch
        {
            IClassifier classifier => BlendWeights.OfProbabilities(OfLabel(outOfFold.Scores, classifier.Classes, rows.Labels), rows, context.CancellationToken),
            { Output: ModelOutput.Probability } => BlendWeights.OfProbabilities(OfLabel(outOfFold.Scores, rows.Labels), rows, context.CancellationToken),
            _ => BlendWeights.OfValues(outOfFold.Scores, rows),
        };
        return Averages.Of(outOfFold.Models, weights, Name);
    }

    /// <summary>The probability that each learner gave to the row's own label.</summary>
    private static double[][] OfLabel(double[][] scores, ReadOnlySpan<double> labels)
    {
        var own = scores.Select(s => (double[])s.Clone()).ToArray();
        for (var row = 0; row < labels.Length; row++)
            if (labels[row] == 0)
                foreach (var column in own)
                    column[row] = 1 - column[row];
        return own;
    }

    private static double[][] OfLabel(double[][] scores, int classes, ReadOnlySpan<double> labels)
    {
        var own = new double[scores.Length / classes][];
        for (var model = 0; model < own.Length; model++)
        {
            own[model] = new double[labels.Length];
            for (var row = 0; row < labels.Length; row++)
                own[model][row] = scores[(model * classes) + (int)labels[row]][row];
        }

        return own;
    }
}
