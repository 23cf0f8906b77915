using System.Numerics;

namespace Bellwether.Learning.Forests;

/// <summary>Sums of the rows of a node by bin of one feature. Only bins in use are visited and cleared, so that small nodes cost little.</summary>
internal sealed class BinSums(int classes)
{
    private readonly long[] _sums = new long[256 * Math.Max(1, classes)];
    private readonly long[] _weights = new long[256];
    private readonly int[] _counts = new int[256];
    private readonly ulong[] _used = new ulong[4];

    /// <summary>Bins in use, ascending.</summary>
    public int[] Bins { get; } = new int[256];

    /// <summary>How many there are.</summary>
    public int Used { get; private set; }

    /// <summary>Sum of weighted labels of a bin (quantities), or weights by class.</summary>
    public ReadOnlySpan<long> Sums(int bin) => _sums.AsSpan(bin * Math.Max(1, classes), Math.Max(1, classes));

    /// <summary>Sum of weights of a bin.</summary>
    public long Weight(int bin) => _weights[bin];

    /// <summary>Rows of a bin, repeated ones counted each time.</summary>
    public int Count(int bin) => _counts[bin];

    /// <summary>Sums rows anew.</summary>
    public void Fill(ReadOnlySpan<int> rows, byte[] column, ForestTargets targets, int[] repeats)
    {
        for (var i = 0; i < Used; i++)
        {
            _sums.AsSpan(Bins[i] * Math.Max(1, classes), Math.Max(1, classes)).Clear();
            (_weights[Bins[i]], _counts[Bins[i]]) = (0, 0);
        }

        foreach (var row in rows)
        {
            var (bin, repeat) = (column[row], repeats[row]);
            var weight = targets.Weights[row] * repeat;
            _used[bin >> 6] |= 1UL << (bin & 63);
            _counts[bin] += repeat;
            _weights[bin] += weight;
            if (classes == 0)
                _sums[bin] += weight * targets.Labels[row];
            else
                _sums[(bin * classes) + targets.Labels[row]] += weight;
        }

        Used = 0;
        for (var word = 0; word < 4; word++)
        {
            for (var bits = _used[word]; bits != 0; bits &= bits - 1)
                Bins[Used++] = (word * 64) + BitOperations.TrailingZeroCount(bits);
            _used[word] = 0;
        }
    }
}
