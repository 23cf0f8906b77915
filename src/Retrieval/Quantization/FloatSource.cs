using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>From floats.</summary>
internal readonly unsafe struct FloatSource(SlotState state, bool dot) : IDistanceSource<FloatDistance>
{
    public FloatDistance From(int slot) => new(state, state.VectorOf(slot), dot);
}
