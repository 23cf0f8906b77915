using Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Profiling;

/// <summary>All values up to a bound, then a uniform sample of them that depends on nothing but their places in the stream.</summary>
/// <remarks>A value stays while the hash of its place is below a threshold; when more than the bound are kept, the threshold is halved
/// (sampling by a fixed hash, as in Wegman's adaptive sampling: Flajolet, "On adaptive sampling", 1990). Always between half the bound and
/// the bound are kept, up to chance.</remarks>
internal sealed class RowSample(int bound)
{
    private readonly List<(ulong Hash, double Value)> _kept = [];
    private ulong _threshold = ulong.MaxValue;
    private ulong _place;

    public void Add(double value)
    {
        var hash = StableHash.Of(_place++, 0x5A3B1E);
        if (hash > _threshold)
            return;
        _kept.Add((hash, value));
        if (_kept.Count <= bound)
            return;
        _threshold >>= 1;
        _kept.RemoveAll(k => k.Hash > _threshold);
    }

    public double[] Sorted()
    {
        var values = _kept.Select(k => k.Value).ToArray();
        Array.Sort(values);
        return values;
    }

    /// <summary>The least kept value that at least a share of the kept ones does not exceed.</summary>
    public static double Quantile(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
}
