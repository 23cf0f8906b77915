using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>From byte codes.</summary>
internal readonly unsafe struct ScalarSource(ScalarCodec codec, Block codes) : IDistanceSource<ScalarDistance>
{
    public ScalarDistance From(int slot) => codec.From(codes.Pointer + ((long)slot * codec.Stride), codes.Pointer);
}
