using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Sampling;

/// <summary>A learner that sees its training rows through a sampler. Rows for early stopping and judging stay as they are, so no made-up row is ever judged on.</summary>
/// <remarks>Probabilities then belong to the sampled class shares: wrap in a calibration where they must mean frequencies. The model is that of the inner learner. Inside cross-validation only
/// the rows of each training fold are sampled.</remarks>
/// <param name="Sampler">What makes the training rows.</param>
/// <param name="Learner">What learns from them.</param>
public sealed record Resampled(ISampler Sampler, ILearner Learner) : ILearner
{
    /// <inheritdoc/>
    public string Name { get; init; } = $"{Learner.Name} on {Sampler.Name}";

    /// <inheritdoc/>
    public IModel Fit(Dataset train, FitContext context)
    {
        var rows = Sampler.Resample(train, context with { Seed = context.Seed.Derive("sampler"), Progress = null });
        return Learner.Fit(rows, context);
    }
}
