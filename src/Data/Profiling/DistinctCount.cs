using Bellwether.Numerics.Sketches;

namespace Bellwether.Data.Profiling;

/// <summary>Counts different hashes: exactly up to a bound, then by a sketch that has seen all of them.</summary>
internal sealed class DistinctCount(int bound)
{
    private readonly HyperLogLog _sketch = new(14);
    private HashSet<ulong>? _exact = [];

    public bool IsExact => _exact is not null;

    public double Value => _exact?.Count ?? Math.Round(_sketch.Estimate());

    public void Add(ulong hash)
    {
        _sketch.Add(hash);
        if (_exact is null || !_exact.Add(hash) || _exact.Count <= bound)
            return;
        _exact = null;
    }
}
