using System.Globalization;
using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.LinearAlgebra;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>Vectors in cells of a k-means clustering, each held as a short code; a search looks through the cells nearest to the query by their codes and measures the nearest again by their
/// floats. Jegou, Douze and Schmid, "Product quantization for nearest neighbor search" (2011), section IV, with 4-bit codes looked up in registers.</summary>
/// <remarks>For collections whose floats do not fit into memory: map the file, and only codes, about d / (2·<see cref="Width"/>) bytes per vector, and the floats of the few vectors that are measured
/// again are read. Building costs about n·√n·d; a search √n·d and the codes of <see cref="SearchEffort"/> cells. Codebooks are learned in the build and stay as they are: build again when
/// what is added later is different. Deterministic at any number of threads.</remarks>
public sealed record IvfPqSearch : IVectorIndexRecipe
{
    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"ivf-pq width={Width}");

    /// <summary>What a distance is. Cells are always by squared Euclidean distance.</summary>
    public Metric Metric { get; init; } = Metric.SquaredEuclidean;

    /// <summary>How many cells; 0 for √n. At most one per vector.</summary>
    public int Cells { get; init => field = Require.InRange(value, 0, 1 << 20); }

    /// <summary>Numbers per part of a code, each part taking 4 bits; raised where a vector would have more than 256 parts.</summary>
    public int Width { get; init => field = Require.InRange(value, 1, 64); } = 2;

    /// <summary>nprobe: cells that a search looks through; more where these hold fewer than k vectors that may be returned.</summary>
    public int SearchEffort { get; init => field = Require.InRange(value, 1, 1 << 20); } = 8;

    /// <summary>How many of the nearest by code are measured by their floats, in multiples of k.</summary>
    public double Rerank { get; init => field = Require.InRange(value, 1.0, 1000.0); } = 8;

    /// <summary>Vectors per cell, drawn by the seed, from which cells are learned; all where there are fewer.</summary>
    public int TrainingPerCell { get; init => field = Require.InRange(value, 1, 100_000); } = 64;

    /// <inheritdoc/>
    public IVectorIndex Build(Vectors vectors, ReadOnlySpan<long> ids, FitContext context)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        if (vectors.Count == 0)
            throw new TrainingException("There must be at least one vector to learn cells and codes from, but there is none. Begin with an HNSW index, and build this one when there are some thousand vectors.");
        return IvfPqBuild.Run(this, SlotState.Of(vectors, ids, Metric), context);
    }
}
