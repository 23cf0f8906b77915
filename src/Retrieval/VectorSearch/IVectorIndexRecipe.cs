using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>A recipe for an index: an options record. Building twice from the same vectors and seed gives the same bytes at any number of threads.</summary>
public interface IVectorIndexRecipe
{
    /// <summary>A short name for tables and logs.</summary>
    string Name { get; }

    /// <summary>Builds an index of vectors (n, d). It copies them, so their memory may change afterwards.</summary>
    /// <param name="vectors">The vectors; none gives an empty index of their dimension, where the recipe needs nothing to learn from.</param>
    /// <param name="ids">Their ids (n), all different; empty to number them from 0.</param>
    /// <param name="context">Seed, threads, progress and token.</param>
    /// <exception cref="ArgumentException">The number of ids is neither 0 nor n, or two are equal.</exception>
    /// <exception cref="TrainingException">A vector holds a number that is not finite or is all zeros under <see cref="Metric.Cosine"/>, or there are too few to learn from.</exception>
    /// <exception cref="OperationCanceledException">The context's token asked to stop.</exception>
    IVectorIndex Build(Vectors vectors, ReadOnlySpan<long> ids, FitContext context);
}
