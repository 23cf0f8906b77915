using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Exact distances of the stored floats. Under inner product and cosine it is minus the product.</summary>
internal readonly unsafe struct FloatDistance(SlotState state, float* query, bool dot) : IPairDistance
{
    private readonly float* _vectors = (float*)state.Vectors.Pointer;
    private readonly int _stride = state.Stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float To(int slot) => Distance(query, _vectors + ((long)slot * _stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Between(int slot, int other) => Distance(_vectors + ((long)slot * _stride), _vectors + ((long)other * _stride));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int slot)
    {
        if (!Sse.IsSupported)
            return;
        var at = (byte*)(_vectors + ((long)slot * _stride));
        var end = at + Math.Min(512, _stride * sizeof(float));
        for (; at < end; at += 64)
            Sse.Prefetch0(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Distance(float* x, float* y) => dot ? -FloatKernels.Dot(x, y, _stride) : FloatKernels.SquaredEuclidean(x, y, _stride);
}
