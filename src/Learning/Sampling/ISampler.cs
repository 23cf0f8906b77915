using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Sampling;

/// <summary>A recipe that makes training rows of rare classes count for more: an options record. For training rows only; see <see cref="Resampled"/>.</summary>
public interface ISampler
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Adds, drops or weighs rows. The rows given are not changed; the same seed gives the same rows at any number of threads.</summary>
    /// <exception cref="TrainingException">The rows cannot be sampled: none, one class, labels that are no classes, rows in groups.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    Dataset Resample(Dataset train, FitContext context);
}
