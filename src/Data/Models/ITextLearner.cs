using Bellwether.Data.Training;

namespace Bellwether.Data.Models;

/// <summary>A recipe for a classifier of texts: an options record. Fitting twice on the same data gives the same bytes.</summary>
public interface ITextLearner
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Learns a model from texts; of the context, <see cref="FitContext.Validation"/> is not used.</summary>
    /// <exception cref="TrainingException">The data cannot be learned from: no texts, no words, one class where two are needed.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    ITextModel Fit(TextDataset train, FitContext context);
}
