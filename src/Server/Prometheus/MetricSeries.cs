namespace Bellwether.Server.Prometheus;

/// <summary>The value of one metric for one set of labels. Written without locks.</summary>
/// <param name="labels">The labels as they are exposed, without braces: <c>a="x",b="y"</c>.</param>
/// <param name="bounds">The upper bounds of a histogram's buckets, ascending; null when it is none.</param>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly long[] _counts = bounds is null ? [] : new long[bounds.Length + 1];
    private long _bits;
    private long _generation;

    public string Labels => labels;

    /// <summary>The upper bounds of the buckets; empty when this is no histogram.</summary>
    public ReadOnlySpan<double> Bounds => bounds;

    /// <summary>The value, or a histogram's sum.</summary>
    public double Value => BitConverter.Int64BitsToDouble(Interlocked.Read(ref _bits));

    /// <summary>The scrape in which an observed value was last seen.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public void Add(double value)
    {
        while (true)
        {
            var old = Interlocked.Read(ref _bits);
            var next = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(old) + value);
            if (Interlocked.CompareExchange(ref _bits, next, old) == old)
                return;
        }
    }

    public void Set(double value, long generation)
    {
        Interlocked.Exchange(ref _bits, BitConverter.DoubleToInt64Bits(value));
        Interlocked.Exchange(ref _generation, generation);
    }

    /// <summary>Counts a value into its bucket; NaN is passed over.</summary>
    public void Record(double value)
    {
        if (double.IsNaN(value))
            return;
        var bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket])
            bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Add(value);
    }

    /// <summary>Copies the counts of the buckets; the last is for values above all bounds.</summary>
    public void CopyCounts(Span<long> counts)
    {
        for (var i = 0; i < _counts.Length; i++)
            counts[i] = Interlocked.Read(ref _counts[i]);
    }
}
