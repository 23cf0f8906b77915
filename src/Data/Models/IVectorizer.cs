namespace Bellwether.Data.Models;

/// <summary>A recipe that turns texts into sparse rows: an options record. Fitting twice on the same texts gives the same bytes.</summary>
public interface IVectorizer
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Learns a vocabulary and weights from texts.</summary>
    /// <exception cref="TrainingException">There is nothing to learn from: no texts, no terms.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IFittedVectorizer Fit(IReadOnlyList<string> texts, FitContext context);
}
