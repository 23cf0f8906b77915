using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Data.Transforms;

/// <summary>A recipe that turns feature vectors into other feature vectors, fitted on training rows only: an options record.</summary>
public interface ITransform
{
    /// <summary>Learns from training rows.</summary>
    /// <returns>The fitted transform, and the training rows as a learner must see them (for most transforms the same as applying it; an
    /// ordered target encoding gives each row only what the rows before it said).</returns>
    /// <exception cref="TrainingException">The rows cannot be learned from.</exception>
    TransformFit Fit(Dataset train, FitContext context);
}
