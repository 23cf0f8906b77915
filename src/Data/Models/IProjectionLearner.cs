using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Data.Models;

/// <summary>A recipe for fewer dimensions: an options record. Fitting twice on the same data gives the same bytes.</summary>
public interface IProjectionLearner
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Learns from points (n, d).</summary>
    /// <exception cref="TrainingException">The points cannot be learned from: none, one that is not finite, fewer dimensions than wanted.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IProjection Fit(Vectors points, FitContext context);
}
