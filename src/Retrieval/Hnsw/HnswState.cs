using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>All that a search reads, as of the moment it began. Blocks in it are larger than what is used; when one is full the writer makes a larger state and publishes it.</summary>
/// <param name="Slots">Vectors and ids.</param>
/// <param name="Graph">Links.</param>
/// <param name="Codec">How codes are made; null without compression.</param>
/// <param name="Codes">Code rows; empty without compression.</param>
internal sealed record HnswState(SlotState Slots, HnswGraph Graph, ICodec? Codec, Block Codes)
{
    /// <summary>A copy with more room.</summary>
    public HnswState Grown(int capacity, int upperLists) => this with
    {
        Slots = Slots.Grown(capacity),
        Graph = Graph.Grown(capacity, Slots.Count, upperLists),
        Codes = Codec is null ? Codes : Codes.Grown((long)capacity * Codec.Stride, (long)Slots.Count * Codec.Stride),
    };

    public unsafe void Encode(int slot)
    {
        if (Codec is not null)
            Codec.Encode(Slots.VectorOf(slot), Codes.Pointer + ((long)slot * Codec.Stride));
    }
}
