using System.Runtime.CompilerServices;

namespace Bellwether.Features.Windows;

/// <summary>Minima and maxima of any run of records by links: every record knows the nearest earlier one whose value is better than its own.</summary>
/// <remarks>
/// <para>The best of a run is the furthest link from its last record that still lies in it. Links form a tree; a second, longer link per record
/// makes any walk O(log n) (Myers, An applicative random-access stack, 1983), and a walk over values in no order takes a few steps. Two words:
/// the distances back of both links, 0 for none, and the number of links to the end.</para>
/// <para>Distances stay true when a block moves. A link that leads before the first record held leads nowhere.</para>
/// </remarks>
internal static class ExtremeChain
{
    /// <summary>Links a record to those before it, all of which are linked.</summary>
    /// <param name="words">The words of the block's chunk.</param>
    /// <param name="ring">Its ring.</param>
    /// <param name="stride">Words per record.</param>
    /// <param name="index">The record, counted within the block.</param>
    /// <param name="value">Where its value lies in a record.</param>
    /// <param name="chain">Where its links lie in a record.</param>
    /// <param name="minimum">Whether smaller is better; else larger is.</param>
    public static void Link(long[] words, in Ring ring, int stride, int index, int value, int chain, bool minimum)
    {
        var at = ring.Offset + (index * stride);
        var own = Rank(Record.Number(words, at + value), minimum);
        var parent = index - 1;
        while (parent >= ring.Start && !(Rank(Record.Number(words, ring.Offset + (parent * stride) + value), minimum) > own))
        {
            var (near, far) = Links(words, ring.Offset + (parent * stride) + chain);
            if (far > 0 && parent - far >= ring.Start && !(Rank(Record.Number(words, ring.Offset + ((parent - far) * stride) + value), minimum) > own))
                parent -= far;
            else if (near > 0)
                parent -= near;
            else
                parent = -1;
        }

        if (parent < ring.Start)
        {
            (words[at + chain], words[at + chain + 1]) = (0, 0);
            return;
        }

        var depth = words[ring.Offset + (parent * stride) + chain + 1];
        words[at + chain] = (uint)(index - parent) | ((long)(index - Jump(words, in ring, stride, parent, chain, depth)) << 32);
        words[at + chain + 1] = depth + 1;
    }

    /// <summary>The best value of the records from <paramref name="first"/> up to <paramref name="end"/>, of which there is at least one; NaN where all are missing.</summary>
    public static double Best(long[] words, int offset, int stride, int first, int end, int value, int chain)
    {
        var at = end - 1;
        while (true)
        {
            var (near, far) = Links(words, offset + (at * stride) + chain);
            if (far > 0 && at - far >= first)
                at -= far;
            else if (near > 0 && at - near >= first)
                at -= near;
            else
                return Record.Number(words, offset + (at * stride) + value);
        }
    }

    /// <summary>Where a child of a record at this depth jumps to: over both jumps before it where they are equally long, else to the record itself.</summary>
    private static int Jump(long[] words, in Ring ring, int stride, int parent, int chain, long depth)
    {
        var (_, far) = Links(words, ring.Offset + (parent * stride) + chain);
        var middle = parent - far;
        if (far == 0 || middle < ring.Start)
            return parent;
        var (_, further) = Links(words, ring.Offset + (middle * stride) + chain);
        var end = middle - further;
        if (further == 0 || end < ring.Start)
            return parent;
        var (half, rest) = (words[ring.Offset + (middle * stride) + chain + 1], words[ring.Offset + (end * stride) + chain + 1]);
        return depth - half == half - rest ? end : parent;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Near, int Far) Links(long[] words, int at) => ((int)words[at], (int)(words[at] >> 32));

    /// <summary>The value on a scale on which more is better; a missing one is worse than all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Rank(double value, bool minimum) => double.IsNaN(value) ? double.NegativeInfinity : minimum ? -value : value;
}
