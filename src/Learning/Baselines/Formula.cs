using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;
using Bellwether.Numerics;

namespace Bellwether.Learning.Baselines;

/// <summary>A sum of features with weights that a person set: what is known before there is data, e.g. seconds per kilometre.</summary>
/// <remarks>Learns nothing: fits on no rows as well, and the order of rows does not matter. A missing feature adds nothing.</remarks>
/// <param name="Name">A short name for tables.</param>
/// <param name="Intercept">The answer where all features are 0 or missing.</param>
/// <param name="Weights">What one unit of a feature adds, by the feature's name.</param>
public sealed record Formula(string Name, double Intercept, params IReadOnlyList<KeyValuePair<string, double>> Weights) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init => field = Require.NotBlank(value); } = Require.NotBlank(Name);

    /// <summary>The answer where all features are 0 or missing.</summary>
    public double Intercept { get; init => field = Require.Finite(value); } = Require.Finite(Intercept);

    /// <summary>The lowest answer.</summary>
    public double Least { get; init => field = Require.Finite(value); }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A weight names a feature that the schema does not have, or a label is not finite.</exception>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.CheckLabels(train, ModelOutput.Value, Name);
        var weights = new double[train.Width];
        foreach (var (feature, weight) in Weights)
        {
            var place = train.Schema.IndexOf(feature);
            if (place < 0)
                throw new TrainingException($"The formula '{Name}' weighs feature '{feature}', which the schema does not have; it has {string.Join(", ", train.Schema.Features.Select(f => f.Name))}.");
            weights[place] += Require.Finite(weight);
        }

        return new FormulaModel(train.Schema, Intercept, Least, weights);
    }
}
