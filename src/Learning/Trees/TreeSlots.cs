using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bellwether.Learning.Rows;

namespace Bellwether.Learning.Trees;

/// <summary>Turns vectors into small whole numbers, one per slot, such that every split of an ensemble becomes one comparison of them.
/// Immutable.</summary>
/// <remarks>A quantity's number is how many of its thresholds lie below it: the value is at or below threshold j exactly when the number is at
/// most j, so that no decision changes. A feature has a slot for each way in which its splits treat missing values, which then need no test of
/// their own: in one NaN is below everything, in another above. A category's number is its encoded code.</remarks>
internal sealed class TreeSlots
{
    private readonly int[] _features;
    private readonly NodeFlags[] _flags;
    private readonly double[][] _cuts;
    private readonly CategoryCodes?[] _codes;

    private TreeSlots(int[] features, NodeFlags[] flags, double[][] cuts, CategoryCodes?[] codes) => (_features, _flags, _cuts, _codes) = (features, flags, cuts, codes);

    /// <summary>How many slots there are.</summary>
    public int Count => _features.Length;

    /// <summary>The slots that an ensemble's splits need, and the slot of each node (0 for leaves); null when there are more than 65,535 slots
    /// or thresholds of one feature.</summary>
    public static (TreeSlots Slots, int[] NodeSlots)? Of(TreeEnsemble trees)
    {
        var (slots, keys, places) = (new Dictionary<(int, NodeFlags), int>(), new List<(int Feature, NodeFlags Flags)>(), new int[trees.Features.Length]);
        var cuts = new List<double>?[trees.Codes.Length];
        for (var node = 0; node < places.Length; node++)
        {
            if (trees.IsLeaf(node))
                continue;
            var key = (trees.Features[node], trees.Flags[node]);
            if (!slots.TryGetValue(key, out places[node]))
            {
                slots.Add(key, places[node] = slots.Count);
                keys.Add(key);
            }

            if ((key.Item2 & NodeFlags.Category) == 0)
                (cuts[key.Item1] ??= []).Add(trees.Thresholds[node]);
        }

        var sorted = Array.ConvertAll(cuts, c => c is null ? [] : (double[])[.. c.Distinct().Order()]);
        if (slots.Count > ushort.MaxValue || sorted.Any(c => c.Length >= ushort.MaxValue) || trees.Codes.Any(c => c?.Count >= ushort.MaxValue - 2))
            return null;
        return (new TreeSlots([.. keys.Select(k => k.Feature)], [.. keys.Select(k => k.Flags)], [.. keys.Select(k => sorted[k.Feature])],
            [.. keys.Select(k => (k.Flags & NodeFlags.Category) != 0 ? trees.Codes[k.Feature] : null)]), places);
    }

    /// <summary>The number of a threshold in a slot.</summary>
    public int CutOf(int slot, double threshold) => Array.BinarySearch(_cuts[slot], threshold);

    /// <summary>Writes the numbers (slots) of one vector (d).</summary>
    public void Encode(ReadOnlySpan<double> features, Span<ushort> numbers)
    {
        for (var slot = 0; slot < _features.Length; slot++)
            numbers[slot] = Number(slot, features[_features[slot]]);
    }

    /// <summary>The feature that a slot reads.</summary>
    public int Feature(int slot) => _features[slot];

    /// <summary>Writes the numbers of one slot for some values of its feature, each <paramref name="stride"/> places after the one before.</summary>
    public void Encode(int slot, ReadOnlySpan<double> values, Span<ushort> numbers, int stride)
    {
        var row = 0;
        if (_codes[slot] is null && (_flags[slot] & NodeFlags.ZeroMissing) == 0)
        {
            // four searches at a time: each waits for its own loads only
            ref var cuts = ref MemoryMarshal.GetArrayDataReference(_cuts[slot]);
            var (length, missing) = (_cuts[slot].Length, Missing(slot));
            for (; row + 4 <= values.Length; row += 4)
            {
                var (a, b, c, d) = (values[row], values[row + 1], values[row + 2], values[row + 3]);
                var (i, j, k, l, left) = (0, 0, 0, 0, length);
                while (left > 0)
                {
                    var half = (left + 1) >> 1;
                    i += a > Unsafe.Add(ref cuts, i + half - 1) ? half : 0;
                    j += b > Unsafe.Add(ref cuts, j + half - 1) ? half : 0;
                    k += c > Unsafe.Add(ref cuts, k + half - 1) ? half : 0;
                    l += d > Unsafe.Add(ref cuts, l + half - 1) ? half : 0;
                    left -= half;
                }

                numbers[row * stride] = double.IsNaN(a) ? missing : (ushort)i;
                numbers[(row + 1) * stride] = double.IsNaN(b) ? missing : (ushort)j;
                numbers[(row + 2) * stride] = double.IsNaN(c) ? missing : (ushort)k;
                numbers[(row + 3) * stride] = double.IsNaN(d) ? missing : (ushort)l;
            }
        }

        for (; row < values.Length; row++)
            numbers[row * stride] = Number(slot, values[row]);
    }

    private ushort Missing(int slot) => (_flags[slot] & NodeFlags.MissingRight) != 0 ? (ushort)_cuts[slot].Length : (ushort)0;

    private ushort Number(int slot, double value)
    {
        if (_codes[slot] is { } codes)
            return (ushort)TreeEnsemble.Encode(codes, value);
        if (double.IsNaN(value) || ((_flags[slot] & NodeFlags.ZeroMissing) != 0 && Math.Abs(value) <= TreeEnsemble.ZeroBand))
            return Missing(slot);
        ref var cuts = ref MemoryMarshal.GetArrayDataReference(_cuts[slot]);
        var (below, left) = (0, _cuts[slot].Length);
        while (left > 0)
        {
            var half = (left + 1) >> 1;
            below += value > Unsafe.Add(ref cuts, below + half - 1) ? half : 0;
            left -= half;
        }

        return (ushort)below;
    }
}
