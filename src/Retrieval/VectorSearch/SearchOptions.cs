using Bellwether.Numerics;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>What one search may ask for beside the query. The default value asks for the index's own effort and every id.</summary>
public readonly record struct SearchOptions
{
    /// <summary>How hard to look: <c>ef</c> (candidates kept) of a graph, <c>nprobe</c> (lists visited) of an inverted file; 0 for the index's own. Exact search has no use for it.</summary>
    public int Effort { get; init => field = Require.NotNegative(value); }

    /// <summary>Which ids may be returned; null for all. Respected exactly, however it is carried out.</summary>
    public IdFilter? Filter { get; init; }
}
