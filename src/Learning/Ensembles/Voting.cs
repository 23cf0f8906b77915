using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Ensembles;

/// <summary>Several learners fitted on the same rows, their scores averaged with weights that are given: soft voting.</summary>
/// <remarks>Classifiers average the probabilities of classes, learners of probabilities their probability, others their score. Take
/// <see cref="Blending"/> to learn the weights. Learners are fitted side by side on the threads given. Keeps the row-order promise of its parts.</remarks>
/// <param name="Learners">At least one; all of the same output.</param>
public sealed record Voting(IReadOnlyList<ILearner> Learners) : ILearner
{
    /// <summary>At least one; all of the same output.</summary>
    public IReadOnlyList<ILearner> Learners { get; init => field = NotEmpty(value); } = NotEmpty(Learners);

    /// <inheritdoc/>
    public string Name { get; init; } = "voting";

    /// <summary>A weight of 0 or more per learner, at least one above 0; empty for equal ones.</summary>
    public IReadOnlyList<double> Weights { get; init => field = [.. value.Select(w => Require.NotNegative(w))]; } = [];

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        double[] weights = Weights.Count == 0 ? [.. Learners.Select(_ => 1.0)] : [.. Weights];
        if (weights.Length != Learners.Count || !(weights.Sum() > 0))
            throw new TrainingException($"'{Name}' must have one weight per learner, at least one above 0, but has {weights.Length} weights for {Learners.Count} learners.");
        var models = new IModel[Learners.Count];
        ParallelFits.Run(models.Length, context, (i, inner) => models[i] = Learners[i].Fit(train, inner with { Seed = context.Seed.Derive(i) }));
        return Averages.Of(models, weights, Name);
    }

    internal static IReadOnlyList<ILearner> NotEmpty(IReadOnlyList<ILearner> learners) => learners.Count > 0
        ? learners
        : throw new ArgumentException("An ensemble must have at least one learner, but has none.", nameof(learners));
}
