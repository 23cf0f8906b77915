namespace Bellwether.Retrieval.Quantization;

/// <summary>Gives the distances from a stored point: what building a graph measures with.</summary>
internal interface IDistanceSource<out TDistance> where TDistance : struct, IPairDistance
{
    TDistance From(int slot);
}
