using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Approximate search over a graph of layers: Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small world graphs" (2016).</summary>
/// <remarks>A search costs about <see cref="SearchEffort"/> · 2·<see cref="Links"/> distances, whatever the number of vectors; building costs n times as much with <see cref="BuildEffort"/>. Memory per
/// vector: 4·d bytes of floats (d rounded up to 16), d + 16 of codes under <see cref="Compression.Bytes"/> or d / 8 + 16 under <see cref="Compression.Bits"/>, 8·<see cref="Links"/> of links, 22 of the rest. Deterministic at any number of
/// threads, see <see cref="Build"/>. Empty it is ready for <see cref="IVectorIndex.Set"/>.</remarks>
public sealed record HnswSearch : IVectorIndexRecipe
{
    internal const int MostLevels = 24;

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"hnsw M={Links} {Compression}");

    /// <summary>What a distance is. Inner product is no metric: vectors of very different lengths make the graph worse; where recall matters, compare with <c>ExactSearch</c>.</summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;

    /// <summary>M: links of a new point on each layer; the ground layer holds twice as many. 2 to 128; more for high dimension and high recall.</summary>
    public int Links { get; init => field = Require.InRange(value, 2, 128); } = 16;

    /// <summary>efConstruction: candidates kept while a point is linked. More gives a better graph and takes longer.</summary>
    public int BuildEffort { get; init => field = Require.InRange(value, 1, 100_000); } = 200;

    /// <summary>ef: candidates kept by a search that does not say; at least k is always kept.</summary>
    public int SearchEffort { get; init => field = Require.InRange(value, 1, 1_000_000); } = 64;

    /// <summary>With what the graph is walked, and built where it is bytes (bits are too coarse to link by). The answers are measured by the floats in any case.</summary>
    public Compression Compression { get; init; } = Compression.Bytes;

    /// <summary>How many of the nearest by code are measured by their floats, in multiples of k. 2 is plenty for bytes, bits want 5 to 10. Without use where there is no compression.</summary>
    public double Rerank { get; init => field = Require.InRange(value, 1.0, 1000.0); } = 2;

    /// <inheritdoc/>
    public IVectorIndex Build(Vectors vectors, ReadOnlySpan<long> ids, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        return HnswIndex.Build(this, SlotState.Of(vectors, ids, Metric), context);
    }
}
