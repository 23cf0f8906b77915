using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bellwether.Data.Training;

namespace Bellwether.Learning.Trees;

/// <summary>Trees made for speed: 8 bytes a node, walked eight at a time without branches, over vectors turned into whole numbers once
/// (<see cref="TreeSlots"/>). Immutable.</summary>
/// <remarks>
/// <para>A node's word: bits 0 to 15 the number of its threshold or set, 16 to 31 its slot, 32 to 62 its left child, 63 whether it asks for a
/// category. A leaf is its own left child and its number is 65,535, above which nothing is, so that walking on from it stays there.</para>
/// <para>A single vector takes eight trees at a time and a batch eight rows at a time, so that eight loads are under way at once; either way sums
/// are added tree after tree, so that both give the same bits, and the same as <see cref="TreeEnsemble.Add"/>.</para>
/// </remarks>
internal sealed class CompiledTrees
{
    private const int Lanes = 8, BatchRows = 128, StackSlots = 512;
    private readonly TreeEnsemble _trees;
    private readonly TreeSlots _slots;
    private readonly ulong[] _nodes;
    private readonly int[] _leaves, _roots, _depths, _targets;
    private readonly double[] _values;
    private readonly ulong[] _sets;
    private readonly int _words;
    private readonly bool _mixed;

    private CompiledTrees(TreeEnsemble trees, TreeSlots slots, ulong[] nodes, int[] leaves, ulong[] sets, int words)
    {
        (_trees, _slots, _nodes, _leaves, _sets, _words, _roots, _depths, _targets) = (trees, slots, nodes, leaves, sets, words, trees.Roots, trees.Depths(), trees.Targets);
        _values = trees.Values;
        _mixed = words > 0;
    }

    /// <summary>Compiles an ensemble; null when it does not fit the words: more than 65,535 slots, thresholds of a feature, or distinct sets.</summary>
    public static CompiledTrees? Of(TreeEnsemble trees)
    {
        if (TreeSlots.Of(trees) is not var (slots, places))
            return null;
        var (nodes, leaves) = (new ulong[trees.Features.Length], new int[trees.Features.Length]);
        var words = trees.Codes.Where((c, f) => c is not null && trees.Features.Contains(f)).Select(c => TreeEnsemble.SetWords(c!)).DefaultIfEmpty(0).Max();
        var (sets, numbers) = (new List<ulong>(), new Dictionary<int, int>());
        for (var node = 0; node < nodes.Length; node++)
        {
            if (trees.IsLeaf(node))
            {
                leaves[node] = trees.Lefts[node] * trees.LeafWidth;
                nodes[node] = ((ulong)node << 32) | ushort.MaxValue;
                continue;
            }

            var category = (trees.Flags[node] & NodeFlags.Category) != 0;
            var number = category ? SetNumber((int)trees.Thresholds[node], trees.Codes[trees.Features[node]]!.Count) : slots.CutOf(places[node], trees.Thresholds[node]);
            if (number > ushort.MaxValue - 1)
                return null;
            nodes[node] = ((ulong)trees.Lefts[node] << 32) | ((ulong)places[node] << 16) | (uint)number | (category ? 1UL << 63 : 0);
        }

        return new CompiledTrees(trees, slots, nodes, leaves, [.. sets], words);

        int SetNumber(int place, int codes)
        {
            if (!numbers.TryGetValue(place, out var number))
            {
                numbers.Add(place, number = numbers.Count);
                for (var word = 0; word < words; word++)
                    sets.Add(word < (codes + 2 + 63) / 64 ? trees.Sets[place + word] : 0);
            }

            return number;
        }
    }

    /// <summary>Adds all trees to the sums (k) of a vector (d). Allocates nothing.</summary>
    public void Add(ReadOnlySpan<double> features, Span<double> sums)
    {
        var rented = _slots.Count > StackSlots ? ArrayPool<ushort>.Shared.Rent(_slots.Count) : null;
        Span<ushort> numbers = rented is null ? stackalloc ushort[StackSlots] : rented;
        _slots.Encode(features, numbers);
        if (_mixed)
            Walk<Both>(ref MemoryMarshal.GetReference(numbers), sums);
        else
            Walk<Quantities>(ref MemoryMarshal.GetReference(numbers), sums);
        if (rented is not null)
            ArrayPool<ushort>.Shared.Return(rented);
    }

    /// <summary>Adds all trees to the sums (n, k) of all rows.</summary>
    public void Add(Dataset rows, Span<double> sums)
    {
        var (slots, outputs) = (Math.Max(1, _slots.Count), _trees.Outputs);
        var numbers = ArrayPool<ushort>.Shared.Rent(BatchRows * slots);
        for (var from = 0; from < rows.Rows; from += BatchRows)
        {
            var count = Math.Min(BatchRows, rows.Rows - from);
            for (var slot = 0; slot < _slots.Count; slot++)
                _slots.Encode(slot, rows.Column(_slots.Feature(slot)).Slice(from, count), numbers.AsSpan(slot), slots);
            var target = sums.Slice(from * outputs, count * outputs);
            if (_mixed)
                WalkRows<Both>(numbers, slots, count, target);
            else
                WalkRows<Quantities>(numbers, slots, count, target);
        }

        ArrayPool<ushort>.Shared.Return(numbers);
    }

    private void Walk<TKind>(ref ushort x, Span<double> sums) where TKind : struct
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        Span<int> at = stackalloc int[Lanes];
        for (var tree = 0; tree < _depths.Length; tree += Lanes)
        {
            var (lanes, steps) = (Math.Min(Lanes, _depths.Length - tree), 0);
            for (var lane = 0; lane < Lanes; lane++)
            {
                at[lane] = _roots[tree + Math.Min(lane, lanes - 1)];
                steps = Math.Max(steps, _depths[tree + Math.Min(lane, lanes - 1)]);
            }

            Descend<TKind>(ref nodes, ref x, 0, at, steps);
            for (var lane = 0; lane < lanes; lane++)
                Take(at[lane], tree + lane, sums);
        }
    }

    private void WalkRows<TKind>(ushort[] numbers, int stride, int count, Span<double> sums) where TKind : struct
    {
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref var x = ref MemoryMarshal.GetArrayDataReference(numbers);
        Span<int> at = stackalloc int[Lanes];
        for (var tree = 0; tree < _depths.Length; tree++)
            for (var row = 0; row < count; row += Lanes)
            {
                // the last rows of a block are walked again rather than one by one
                var first = Math.Max(0, Math.Min(row, count - Lanes));
                var lanes = Math.Min(Lanes, count - first);
                at.Fill(_roots[tree]);
                if (lanes == Lanes)
                    Descend<TKind>(ref nodes, ref Unsafe.Add(ref x, first * stride), stride, at, _depths[tree]);
                else
                    for (var lane = 0; lane < lanes; lane++)
                        for (var step = _depths[tree]; step > 0; step--)
                            at[lane] = Next<TKind>(ref nodes, ref Unsafe.Add(ref x, (first + lane) * stride), at[lane]);
                for (var lane = row - first; lane < lanes; lane++)
                    Take(at[lane], tree, sums.Slice((first + lane) * _trees.Outputs, _trees.Outputs));
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(int node, int tree, Span<double> sums)
    {
        if (_trees.LeafWidth == 1)
            sums[_targets[tree]] += _values[_leaves[node]];
        else
            for (var output = 0; output < sums.Length; output++)
                sums[output] += _values[_leaves[node] + output];
    }

    /// <summary>Eight walks at once, each over the row <paramref name="stride"/> places after the one before; four steps between looks at
    /// whether all have reached a leaf.</summary>
    private void Descend<TKind>(ref ulong nodes, ref ushort x, int stride, Span<int> at, int steps) where TKind : struct
    {
        var (a, b, c, d) = (at[0], at[1], at[2], at[3]);
        var (e, f, g, h) = (at[4], at[5], at[6], at[7]);
        ref var x1 = ref Unsafe.Add(ref x, stride);
        ref var x2 = ref Unsafe.Add(ref x1, stride);
        ref var x3 = ref Unsafe.Add(ref x2, stride);
        ref var x4 = ref Unsafe.Add(ref x3, stride);
        ref var x5 = ref Unsafe.Add(ref x4, stride);
        ref var x6 = ref Unsafe.Add(ref x5, stride);
        ref var x7 = ref Unsafe.Add(ref x6, stride);
        for (; steps > 0; steps--)
        {
            var before = (a + b + c + d, e + f + g + h);
            a = Next<TKind>(ref nodes, ref x, a);
            b = Next<TKind>(ref nodes, ref x1, b);
            c = Next<TKind>(ref nodes, ref x2, c);
            d = Next<TKind>(ref nodes, ref x3, d);
            e = Next<TKind>(ref nodes, ref x4, e);
            f = Next<TKind>(ref nodes, ref x5, f);
            g = Next<TKind>(ref nodes, ref x6, g);
            h = Next<TKind>(ref nodes, ref x7, h);

            // a step never leads to a smaller number, so equal sums mean that no walk moved
            if ((steps & 3) == 0 && before == (a + b + c + d, e + f + g + h))
                break;
        }

        (at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]) = (a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next<TKind>(ref ulong nodes, ref ushort vector, int at) where TKind : struct
    {
        var word = Unsafe.Add(ref nodes, at);
        int number = Unsafe.Add(ref vector, (int)(word >> 16) & 0xFFFF);
        if (typeof(TKind) == typeof(Both) && (long)word < 0)
            return (int)((word >> 32) & 0x7FFFFFFF) + (int)(~(_sets[((int)(word & 0xFFFF) * _words) + (number >> 6)] >> (number & 63)) & 1);
        return (int)(word >> 32) + (((int)(word & 0xFFFF) - number) >>> 31);
    }

    private readonly struct Quantities;

    private readonly struct Both;
}
