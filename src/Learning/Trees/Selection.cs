namespace Bellwether.Learning.Trees;

/// <summary>Order statistics without sorting.</summary>
internal static class Selection
{
    /// <summary>The k-th largest of values that are 0 or more, k from 1: two passes that count by the halves of their bits, which are in the order
    /// of the values.</summary>
    public static float Largest(ReadOnlySpan<float> values, int k)
    {
        var counts = new int[1 << 16];
        foreach (var value in values)
            counts[BitConverter.SingleToUInt32Bits(value) >> 16]++;
        var high = Place(counts, ref k);
        counts.AsSpan().Clear();
        foreach (var value in values)
            if (BitConverter.SingleToUInt32Bits(value) >> 16 == high)
                counts[BitConverter.SingleToUInt32Bits(value) & 0xFFFF]++;
        return BitConverter.UInt32BitsToSingle((high << 16) | Place(counts, ref k));
    }

    private static uint Place(int[] counts, ref int k)
    {
        var at = counts.Length - 1;
        for (; at > 0 && counts[at] < k; at--)
            k -= counts[at];
        return (uint)at;
    }
}
