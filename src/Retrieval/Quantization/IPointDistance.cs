namespace Bellwether.Retrieval.Quantization;

/// <summary>How far stored points are from the one asked about: by floats, or by codes. Implemented by structs, so that a search is compiled once for each and calls nothing.</summary>
internal interface IPointDistance
{
    /// <summary>From the query to the point in a slot.</summary>
    float To(int slot);

    /// <summary>Asks the memory for what <see cref="To"/> will read.</summary>
    void Prefetch(int slot);
}
