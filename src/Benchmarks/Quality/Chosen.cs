using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;

namespace Bellwether.Benchmarks.Quality;

/// <summary>One of some learners, chosen on training rows alone: each is fitted without a fifth of them and judged on that fifth, by log-loss for probabilities and by
/// mean squared error for values; the best (the first of equals) is fitted on all.</summary>
/// <param name="Candidates">One or more.</param>
/// <param name="Last">Whether the last fifth is held out, for rows in the order of time; every fifth row otherwise.</param>
public sealed record Chosen(IReadOnlyList<ILearner> Candidates, bool Last = false) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = $"chosen {Candidates[0].Name}";

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var all = Enumerable.Range(0, train.Rows);
        bool Held(int row) => Last ? row >= train.Rows * 4 / 5 : row % 5 == 4;
        var (rows, held) = (train.Select([.. all.Where(r => !Held(r))]), train.Select([.. all.Where(Held)]));
        var (best, least, scores) = (0, double.PositiveInfinity, new double[held.Rows]);
        for (var candidate = 0; candidate < Candidates.Count; candidate++)
        {
            var model = Candidates[candidate].Fit(rows, context with { Validation = null, Progress = null });
            model.Predict(held, scores);
            var metric = model.Output == ModelOutput.Probability ? MetricCatalogue.LogLoss : MetricCatalogue.Mse;
            var loss = metric.Of(scores, held.Labels, held.Weights);
            if (loss < least)
                (best, least) = (candidate, loss);
        }

        return Candidates[best].Fit(train, context);
    }
}
