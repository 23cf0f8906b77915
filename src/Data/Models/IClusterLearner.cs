using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Data.Models;

/// <summary>A recipe for clusters of points: an options record. Fitting twice on the same data gives the same bytes.</summary>
public interface IClusterLearner
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Finds clusters of points (n, d).</summary>
    /// <exception cref="TrainingException">The points cannot be learned from: none, fewer than clusters, one that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IClustering Fit(Vectors points, FitContext context);
}
