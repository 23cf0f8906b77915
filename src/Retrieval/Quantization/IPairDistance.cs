namespace Bellwether.Retrieval.Quantization;

/// <summary>Distances that are also known between two stored points: what links are chosen by.</summary>
internal interface IPairDistance : IPointDistance
{
    /// <summary>From a stored point to another.</summary>
    float Between(int slot, int other);
}
