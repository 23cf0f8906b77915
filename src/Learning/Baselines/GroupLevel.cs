using Bellwether.Numerics.Hashing;

namespace Bellwether.Learning.Baselines;

/// <summary>The means of all groups of one depth, by a 64-bit hash of the values that make the group; sorted.</summary>
internal sealed record GroupLevel(ulong[] Keys, double[] Means)
{
    /// <summary>The key of a group within a wider one.</summary>
    public static ulong Key(ulong wider, double value)
    {
        var canonical = double.IsNaN(value) ? double.NaN : value + 0.0;
        return StableHash.Of(BitConverter.DoubleToUInt64Bits(canonical), wider);
    }

    /// <summary>The mean of a group, or another number when it was not seen.</summary>
    public double Find(ulong key, double otherwise)
    {
        var index = Array.BinarySearch(Keys, key);
        return index >= 0 ? Means[index] : otherwise;
    }
}
