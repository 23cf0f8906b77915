using System.Numerics;

namespace Bellwether.Numerics.Sketches;

/// <summary>Counts of durations in log-linear buckets: lock-free to record into, with quantiles to within 1/64 of the value.</summary>
/// <remarks>The layout of HdrHistogram (Tene): 64 linear buckets in every power of two, from 1 ns to 2^63 ns. Recording is one
/// interlocked increment; reading while others record sees every finished record. 30 KB. Safe for concurrent use.</remarks>
public sealed class LatencyHistogram
{
    private const int SubBits = 6;
    private const int SubCount = 1 << SubBits;
    private readonly long[] _counts = new long[(64 - SubBits) * SubCount];
    private long _sumNanoseconds;

    /// <summary>How many durations were recorded.</summary>
    public long Count
    {
        get
        {
            var total = 0L;
            foreach (ref readonly var count in _counts.AsSpan())
                total += count;
            return total;
        }
    }

    /// <summary>The sum of all durations.</summary>
    public TimeSpan Sum => TimeSpan.FromTicks(Interlocked.Read(ref _sumNanoseconds) / 100);

    /// <summary>Records one duration; a negative one counts as zero.</summary>
    public void Record(TimeSpan duration) => RecordNanoseconds(duration.Ticks * 100);

    /// <summary>Records one duration in nanoseconds; a negative one counts as zero.</summary>
    public void RecordNanoseconds(long nanoseconds)
    {
        var value = Math.Max(0, nanoseconds);
        Interlocked.Increment(ref _counts[BucketOf(value)]);
        Interlocked.Add(ref _sumNanoseconds, value);
    }

    /// <summary>Adds all that another histogram recorded.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            var count = Interlocked.Read(ref other._counts[i]);
            if (count != 0)
                Interlocked.Add(ref _counts[i], count);
        }

        Interlocked.Add(ref _sumNanoseconds, Interlocked.Read(ref other._sumNanoseconds));
    }

    /// <summary>Forgets everything. What others record meanwhile may be lost.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Interlocked.Exchange(ref _sumNanoseconds, 0);
    }

    /// <summary>The duration that a share of all recorded ones do not exceed, in nanoseconds; 0 when nothing was recorded.</summary>
    /// <param name="share">Between 0 and 1: 0.99 for the 99th percentile.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> lies outside [0, 1].</exception>
    public long QuantileNanoseconds(double share)
    {
        Require.InRange(share, 0.0, 1.0);
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += Interlocked.Read(ref _counts[i]);
            if (seen >= rank)
                return UpperBoundOf(i);
        }

        return 0;
    }

    /// <summary>How many recorded durations are at most this long, to bucket precision.</summary>
    public long CountAtMost(TimeSpan duration)
    {
        var last = BucketOf(Math.Max(0, duration.Ticks * 100));
        var total = 0L;
        for (var i = 0; i <= last; i++)
            total += Interlocked.Read(ref _counts[i]);
        return total;
    }

    private static int BucketOf(long value)
    {
        if (value < SubCount)
            return (int)value;
        var shift = 63 - BitOperations.LeadingZeroCount((ulong)value) - SubBits;
        return ((shift + 1) << SubBits) + (int)((value >> shift) - SubCount);
    }

    private static long UpperBoundOf(int bucket)
    {
        if (bucket < SubCount)
            return bucket;
        var shift = (bucket >> SubBits) - 1;
        return ((long)(SubCount + (bucket & (SubCount - 1)) + 1) << shift) - 1;
    }
}
