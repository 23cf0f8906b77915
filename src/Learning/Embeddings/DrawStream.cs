using System.Runtime.CompilerServices;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Embeddings;

/// <summary>A short stream of random numbers that costs one multiplication to start: one for each place of a text, so that who draws first never matters.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood, 2014).</remarks>
internal struct DrawStream(Seed seed)
{
    private ulong _state = seed.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform on 0 … bound - 1, but for a bias of at most bound / 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>Uniform on [0, 1).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));
}
