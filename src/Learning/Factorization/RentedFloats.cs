using System.Buffers;

namespace Bellwether.Learning.Factorization;

/// <summary>Scratch from the shared pool, given back on disposal.</summary>
internal readonly ref struct RentedFloats(int length)
{
    private readonly float[] _array = ArrayPool<float>.Shared.Rent(length);

    /// <summary>The scratch, with whatever was left in it.</summary>
    public Span<float> Span => _array.AsSpan(0, length);

    public void Dispose() => ArrayPool<float>.Shared.Return(_array);
}
