using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>A recipe for a model of sparse rows: an options record. Fitting twice on the same data gives the same bytes.</summary>
public interface ISparseLearner
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Learns a model from sparse rows; of the context, <see cref="FitContext.Validation"/> is not used.</summary>
    /// <exception cref="TrainingException">The data cannot be learned from: no rows, a label that is not finite, one class where two are needed.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    ISparseModel Fit(SparseDataset train, FitContext context);
}
