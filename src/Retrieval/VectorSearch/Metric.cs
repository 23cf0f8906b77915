namespace Bellwether.Retrieval.VectorSearch;

/// <summary>How far two vectors are from one another; a smaller number is always nearer.</summary>
public enum Metric
{
    /// <summary>The sum of squared differences, as faiss and hnswlib report L2: 0 or more, without the square root.</summary>
    SquaredEuclidean,

    /// <summary>Minus the inner product, so that the largest product is nearest. May be negative.</summary>
    InnerProduct,

    /// <summary>1 minus the cosine of the angle, 0 to 2. Vectors are scaled to length 1 when they are added; a vector of zeros has no angle and is refused.</summary>
    Cosine,
}
