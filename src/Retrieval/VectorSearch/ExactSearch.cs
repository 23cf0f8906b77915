using Bellwether.Data.Models;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Measures every vector: the truth, and the fastest way for up to some thousand vectors.</summary>
/// <remarks>A search costs n·d. Batches of queries share the reading of vectors, see <see cref="VectorIndexExtensions"/>.</remarks>
public sealed record ExactSearch : IVectorIndexRecipe
{
    /// <inheritdoc/>
    public string Name => "exact";

    /// <summary>What a distance is.</summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;

    /// <inheritdoc/>
    public IVectorIndex Build(Vectors vectors, ReadOnlySpan<long> ids, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        return new ExactIndex(Metric, SlotState.Of(vectors, ids, Metric));
    }
}
