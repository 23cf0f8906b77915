using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Baselines;

/// <summary>Answers the weighted mean of the training labels, whatever is asked: the class rate for a probability, the mean for a value.</summary>
/// <remarks>What every other model must beat. The order of rows changes only the last bits of the mean. One pass over the rows.</remarks>
/// <param name="Output">What the score means; labels must be 0 or 1 for a probability.</param>
public sealed record Constant(ModelOutput Output = ModelOutput.Value) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = "constant";

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        TrainingRows.Check(train, Output, Name);
        return new ConstantModel(train.Schema, Output, TrainingRows.MeanLabel(train));
    }
}
