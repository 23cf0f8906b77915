using Bellwether.Numerics.Hashing;

namespace Bellwether.Numerics.Random;

/// <summary>The root of everything random: a run is a pure function of its inputs and one seed.</summary>
/// <remarks>Derived seeds are independent streams: two parts that derive by different names never share a sequence, so adding one
/// part does not change the other.</remarks>
/// <param name="Value">Any 64-bit value.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>A child seed for a named part.</summary>
    public Seed Derive(string name) => new(StableHash.Of(name, Value));

    /// <summary>A child seed for the part with this number, e.g. a tree, a fold, a day.</summary>
    public Seed Derive(long index) => new(StableHash.Of(unchecked((ulong)index), Value));

    /// <summary>A generator that starts at the beginning of this seed's stream.</summary>
    public RandomStream Stream() => new(this);
}
