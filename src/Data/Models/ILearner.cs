using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>A recipe for a model: an options record. Holds no data and no state; fitting twice on the same data gives the same bytes.</summary>
public interface ILearner
{
    /// <summary>A short name for tables and logs, e.g. <c>boosted trees</c>.</summary>
    string Name { get; }

    /// <summary>Learns a model from rows.</summary>
    /// <exception cref="TrainingException">The data cannot be learned from: no rows, a label that is not finite, one class where two are needed.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IModel Fit(Dataset train, FitContext context);
}
