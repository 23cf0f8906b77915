using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bellwether.Learning.FactorizationMachines;

/// <summary>Where a column's field is, and the product of two of its vectors.</summary>
internal static class FieldPairs
{
    /// <summary>The field of a column from 0 to below the width.</summary>
    public static int FieldOf(ReadOnlySpan<int> starts, int column)
    {
        var at = starts.BinarySearch(column);
        return at >= 0 ? at : ~at - 1;
    }

    /// <summary>Σ x·y of vectors whose length is a multiple of four: four lanes, the same bits with any instruction set.</summary>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y[..x.Length]);
        var sum = Vector128<float>.Zero;
        for (nuint at = 0; at + 4 <= (nuint)x.Length; at += 4)
            sum += Vector128.LoadUnsafe(ref a, at) * Vector128.LoadUnsafe(ref b, at);
        return sum[0] + sum[1] + (sum[2] + sum[3]);
    }
}
