namespace Bellwether.Retrieval.VectorSearch;

/// <summary>A vector that was found.</summary>
/// <param name="Id">The id it was added under.</param>
/// <param name="Distance">How far it is from the query by the index's <see cref="Metric"/>, computed from the stored floats where the index keeps them.</param>
public readonly record struct Neighbor(long Id, float Distance);
