namespace Bellwether.Learning.TreeGrowth;

/// <summary>Histograms of one tree after another, used again. At most so many bytes are kept; what a leaf cannot keep is summed again, which
/// gives the same numbers.</summary>
internal sealed class HistogramPool
{
    private const long MostBytes = 1L << 28;
    private readonly Stack<long[]> _spare = new();
    private int _rented;

    /// <summary>Longs in each histogram.</summary>
    public int Length { get; private set; }

    /// <summary>Begins a tree whose histograms have another length, perhaps.</summary>
    public void Start(int length)
    {
        if (length != Length)
            _spare.Clear();
        (Length, _rented) = (length, 0);
    }

    /// <summary>A histogram of zeros.</summary>
    public long[] Rent()
    {
        _rented++;
        if (!_spare.TryPop(out var spare))
            return new long[Length];
        spare.AsSpan().Clear();
        return spare;
    }

    /// <summary>Whether so many are in use that a leaf should give up its own.</summary>
    public bool Full => (long)_rented * Length * sizeof(long) > MostBytes;

    /// <summary>Takes back a leaf's histogram.</summary>
    public void Return(GrowingLeaf leaf)
    {
        if (leaf.Histogram is null)
            return;
        _spare.Push(leaf.Histogram);
        leaf.Histogram = null;
        _rented--;
    }
}
