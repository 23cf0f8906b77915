using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bellwether.Learning.TreeGrowth;

/// <summary>The rows of a tree, those of each leaf together and in ascending order.</summary>
internal sealed class RowPartition(int rows, Crew crew)
{
    private const int ParallelFrom = 4 * Crew.Block;
    private readonly ulong[] _rights = GC.AllocateUninitializedArray<ulong>(rows);

    /// <summary>A place per row of the tree: the row number in the lower half, what histograms need in the upper.</summary>
    public ulong[] Elements { get; } = GC.AllocateUninitializedArray<ulong>(rows);

    /// <summary>The rows from one place on.</summary>
    public ReadOnlySpan<ulong> Rows(int begin, int count) => Elements.AsSpan(begin, count);

    /// <summary>Splits a leaf's rows: those that go left first; the order within each side stays.</summary>
    /// <param name="begin">The leaf's first place.</param>
    /// <param name="count">How many rows it has.</param>
    /// <param name="column">The codes of the column that is asked.</param>
    /// <param name="goesLeft">1 for each code that goes left (256).</param>
    /// <returns>How many went left.</returns>
    public int Split(int begin, int count, byte[] column, byte[] goesLeft)
    {
        if (crew.Threads == 1 || count < ParallelFrom)
        {
            var left = Part(begin, count, column, goesLeft);
            _rights.AsSpan(begin, count - left).CopyTo(Elements.AsSpan(begin + left));
            return left;
        }

        var block = Math.Max(Crew.Block, (count + (crew.Threads * 4) - 1) / (crew.Threads * 4));
        var lefts = new int[(count + block - 1) / block];
        crew.Blocks(count, (b, from, to) => lefts[b] = Part(begin + from, to - from, column, goesLeft), block);
        var total = begin;
        for (var b = 0; b < lefts.Length; b++)
        {
            Elements.AsSpan(begin + (b * block), lefts[b]).CopyTo(Elements.AsSpan(total));
            total += lefts[b];
        }

        var next = total;
        for (var b = 0; b < lefts.Length; b++)
        {
            var size = Math.Min(block, count - (b * block)) - lefts[b];
            _rights.AsSpan(begin + (b * block), size).CopyTo(Elements.AsSpan(next));
            next += size;
        }

        return total - begin;
    }

    /// <summary>Moves what goes left to the front of a stretch, in place, and what goes right to the other array.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Part(int begin, int count, byte[] column, byte[] goesLeft)
    {
        ref var elements = ref Elements[begin];
        ref var rights = ref _rights[begin];
        ref var codes = ref MemoryMarshal.GetArrayDataReference(column);
        ref var left = ref MemoryMarshal.GetArrayDataReference(goesLeft);
        nint toLeft = 0, toRight = 0;
        for (nint i = 0; i < count; i++)
        {
            // both are written and one is kept: cheaper than a branch that nobody can predict
            var element = Unsafe.Add(ref elements, i);
            nint goes = Unsafe.Add(ref left, Unsafe.Add(ref codes, (nint)(uint)element));
            Unsafe.Add(ref elements, toLeft) = element;
            Unsafe.Add(ref rights, toRight) = element;
            toLeft += goes;
            toRight += 1 - goes;
        }

        return (int)toLeft;
    }
}
