using Bellwether.Data.Formats;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Vectors under ids, searched for those nearest to a query, while it grows and shrinks.</summary>
/// <remarks>Any number of threads may search while others add and remove: searches never wait for a lock, and writers take turns. A search that begins after <see cref="Set"/> or
/// <see cref="Remove"/> has returned sees their effect; one that runs beside them sees each vector before or after, never in between. As an artifact it is written as of one moment
/// between two changes.</remarks>
public interface IVectorIndex : IArtifact
{
    /// <summary>d, the dimension of vectors and queries.</summary>
    int Dimension { get; }

    /// <summary>What a distance is.</summary>
    Metric Metric { get; }

    /// <summary>How many vectors can be found: added and not removed.</summary>
    int Count { get; }

    /// <summary>Finds the vectors nearest to a query (d), nearest first, equal distances in an order that does not change. Allocates nothing once its pooled memory has grown.</summary>
    /// <param name="query">d finite numbers.</param>
    /// <param name="nearest">Takes the answer; its length is k.</param>
    /// <param name="options">Effort and filter.</param>
    /// <returns>How many were found: k, or fewer where fewer vectors are there, pass the filter, or are reached at this effort.</returns>
    /// <exception cref="ArgumentException">The query has another dimension, a number that is not finite, or is all zeros under <see cref="Metric.Cosine"/>.</exception>
    int Search(ReadOnlySpan<float> query, Span<Neighbor> nearest, SearchOptions options = default);

    /// <summary>Adds a vector (d), or puts it in the place of the one with this id.</summary>
    /// <exception cref="ArgumentException">The vector has another dimension, a number that is not finite, or is all zeros under <see cref="Metric.Cosine"/>.</exception>
    void Set(long id, ReadOnlySpan<float> vector);

    /// <summary>Removes the vector with this id; false where there is none. It is never returned again, and its room is used for later vectors.</summary>
    bool Remove(long id);

    /// <summary>Writes a file that <see cref="VectorIndexFile.Open"/> maps into memory without reading it. The file appears whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Save(string path);
}
