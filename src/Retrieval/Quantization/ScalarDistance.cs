using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Distances of byte codes; see <see cref="ScalarCodec"/>.</summary>
/// <remarks>With x = l + Δ·c for a point and y = m + E·e for the query, x·y = ΔE(c·e) + m·ΔΣc + l·(EΣe + d·m). The kernel takes e - 128 as signed bytes, which moves 128·E to the factor of ΔΣc.</remarks>
internal readonly unsafe struct ScalarDistance : IPairDistance
{
    private const int HeaderBytes = 16;

    private readonly byte* _query, _table;
    private readonly Vector128<float> _factors;
    private readonly float _own, _scale;
    private readonly int _stride, _padded, _dimension;
    private readonly bool _dot;

    public ScalarDistance(byte* row, byte* table, int stride, int padded, int dimension, bool dot)
    {
        _query = row + HeaderBytes;
        _table = table;
        (_stride, _padded, _dimension, _dot) = (stride, padded, dimension, dot);
        (_own, _factors, _scale) = Factors((float*)row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float To(int slot)
    {
        var row = _table + ((long)slot * _stride);
        return Distance(row, ByteKernels.Dot(row + HeaderBytes, _query, 0x80, _padded), _own, _factors, _scale);
    }

    public float Between(int slot, int other)
    {
        var a = _table + ((long)slot * _stride);
        var b = _table + ((long)other * _stride);
        var (own, factors, scale) = Factors((float*)a);
        return Distance(b, ByteKernels.Dot(b + HeaderBytes, a + HeaderBytes, 0x80, _padded), own, factors, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int slot)
    {
        if (!Sse.IsSupported)
            return;
        var at = _table + ((long)slot * _stride);
        var end = at + Math.Min(512, _stride);
        for (; at < end; at += 64)
            Sse.Prefetch0(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Distance(byte* row, int product, float own, Vector128<float> factors, float scale)
    {
        var header = Vector128.Load((float*)row);
        var parts = header * factors.WithElement(3, scale * product);
        return own + parts.GetElement(0) + (parts.GetElement(1) + parts.GetElement(2)) + parts.GetElement(3);
    }

    private (float Own, Vector128<float> Factors, float Scale) Factors(float* header)
    {
        var weight = _dot ? -1f : -2f;
        var (sum, least, step) = (header[1], header[2], header[3]);
        return (header[0], Vector128.Create(1, weight * ((128 * step) + least), weight * (sum + (_dimension * least)), 0), weight * step);
    }
}
