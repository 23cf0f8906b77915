using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Bellwether.Retrieval.Quantization;

/// <summary>Estimated distances of bit codes from an encoded query; see <see cref="BitCodec"/>.</summary>
internal readonly unsafe struct BitDistance : IPointDistance
{
    private const int HeaderBytes = 16;

    private readonly byte* _table;
    private readonly ulong* _planes;
    private readonly float _own, _least, _step, _sum, _weight;
    private readonly int _stride, _words;

    public BitDistance(byte* query, byte* table, int stride, int words, bool dot)
    {
        var header = (float*)query;
        _table = table;
        _planes = (ulong*)(query + HeaderBytes);
        (_own, _least, _step, _sum) = (header[0], header[1], header[2], header[3]);
        (_stride, _words, _weight) = (stride, words, dot ? 1 : 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float To(int slot)
    {
        var row = _table + ((long)slot * _stride);
        var (header, bits) = ((nint)row, (nint)(row + HeaderBytes));
        int ones = 0, twos = 0, fours = 0, eights = 0;
        for (var i = 0; i < _words; i++)
        {
            var word = ((ulong*)bits)[i];
            var plane = _planes + (4 * i);
            ones += BitOperations.PopCount(word & plane[0]);
            twos += BitOperations.PopCount(word & plane[1]);
            fours += BitOperations.PopCount(word & plane[2]);
            eights += BitOperations.PopCount(word & plane[3]);
        }

        var common = ones + (2 * twos) + (4 * fours) + (8 * eights);
        var onOnes = (_least * ((float*)header)[2]) + (_step * common);
        return _own + ((float*)header)[0] - (_weight * ((float*)header)[1] * ((2 * onOnes) - _sum));
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
}
