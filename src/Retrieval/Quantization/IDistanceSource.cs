using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Gives the distances from a stored point: what building a graph measures with.</summary>
internal interface IDistanceSource<out TDistance> where TDistance : struct, IPointDistance
{
    TDistance From(int slot);
}

/// <summary>From floats.</summary>
internal readonly unsafe struct FloatSource(SlotState state, bool dot) : IDistanceSource<FloatDistance>
{
    public FloatDistance From(int slot) => new(state, state.VectorOf(slot), dot);
}

/// <summary>From byte codes.</summary>
internal readonly unsafe struct ScalarSource(ScalarCodec codec, Block codes) : IDistanceSource<ScalarDistance>
{
    public ScalarDistance From(int slot) => codec.From(codes.Pointer + ((long)slot * codec.Stride), codes.Pointer);
}
