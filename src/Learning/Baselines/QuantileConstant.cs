using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Baselines;

/// <summary>Answers a weighted quantile of the training labels, whatever is asked; by default the median, which has the least mean
/// absolute error of all constants.</summary>
/// <remarks>The smallest label at which the summed weight reaches the quantile's share; between two labels where the share falls exactly
/// between them, their middle. Does not depend on the order of rows when weights are whole numbers. O(n log n).</remarks>
/// <param name="Quantile">In [0, 1].</param>
public sealed record QuantileConstant(double Quantile = 0.5) : ILearner
{
    /// <summary>In [0, 1].</summary>
    public double Quantile { get; init => field = Require.InRange(value, 0, 1); } = Require.InRange(Quantile, 0, 1);

    /// <inheritdoc/>
    public string Name { get; init; } = "quantile";

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.Check(train, ModelOutput.Value, Name);
        var labels = train.Labels.ToArray();
        var weights = new double[labels.Length];
        for (var row = 0; row < weights.Length; row++)
            weights[row] = train.Weight(row);
        Array.Sort(labels, weights);
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;
        return new ConstantModel(train.Schema, ModelOutput.Value, At(labels, weights, Quantile * total));
    }

    private static double At(double[] labels, double[] weights, double share)
    {
        var (sum, last) = (0.0, 0);
        for (var i = 0; i < labels.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            if (sum == share && sum > 0)
                return (labels[last] / 2) + (labels[i] / 2);
            sum += weights[i];
            last = i;
            if (sum > share)
                return labels[i];
        }

        return labels[last];
    }
}
