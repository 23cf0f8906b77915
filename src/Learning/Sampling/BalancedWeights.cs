using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Sampling;

/// <summary>Keeps all rows, and weighs them such that every class weighs the same in total.</summary>
/// <remarks>A row's weight is multiplied by n / (k · n of its class), by weight, as scikit-learn's <c>balanced</c>; the total stays what it was.</remarks>
public sealed record BalancedWeights : ISampler
{
    /// <inheritdoc/>
    public string Name { get; init; } = "balanced weights";

    /// <inheritdoc/>
    public Dataset Resample(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var classes = ClassRows.Of(train, Name);
        var totals = classes.Rows.Select(rows => rows.Sum(train.Weight)).ToArray();
        if (totals.Any(t => !(t > 0)))
            throw new TrainingException($"'{Name}' must have a positive weight in every class, but one has none.");
        var weights = new double[train.Rows];
        for (var c = 0; c < totals.Length; c++)
            foreach (var row in classes.Rows[c])
                weights[row] = train.Weight(row) * (totals.Sum() / (totals.Length * totals[c]));
        return train.WithWeights(weights);
    }
}
