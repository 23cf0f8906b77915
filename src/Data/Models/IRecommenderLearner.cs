using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>A recipe for a recommender: an options record. Fitting twice on the same data gives the same bytes.</summary>
public interface IRecommenderLearner
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Learns from who touched what.</summary>
    /// <exception cref="TrainingException">The data cannot be learned from: no interactions, a value that the method cannot use.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IRecommender Fit(Interactions train, FitContext context);
}
