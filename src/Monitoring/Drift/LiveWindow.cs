using Bellwether.Numerics;

namespace Bellwether.Monitoring.Drift;

/// <summary>Counts of live values over the bins of their references, for a window that slides with time.</summary>
/// <remarks>Memory is fixed: slots × bins counters. Adding a vector is O(features) and allocates nothing. Not safe for concurrent use.</remarks>
public sealed class LiveWindow
{
    private readonly ReferenceDistribution[] _references;
    private readonly int[] _offsets;
    private readonly int[] _counts;
    private readonly int _stride;
    private readonly TimeRing _ring;

    /// <summary>Starts empty.</summary>
    /// <param name="references">One per place of the vectors.</param>
    /// <param name="window">How far back it looks.</param>
    /// <param name="slots">In how many steps it slides; 24 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window or the slots are not positive.</exception>
    public LiveWindow(IReadOnlyList<ReferenceDistribution> references, TimeSpan window, int slots = 24)
    {
        _references = [.. references];
        _offsets = new int[_references.Length];
        for (var i = 0; i < _references.Length; i++)
        {
            _offsets[i] = _stride;
            _stride += _references[i].Bins + 1; // the last place counts missing values
        }

        _ring = new TimeRing(window, slots);
        _counts = new int[_stride * slots];
    }

    /// <summary>Values that came too late for the window, in vectors, since the start.</summary>
    public long Dropped { get; private set; }

    /// <summary>Counts one vector.</summary>
    /// <param name="values">One value per reference; NaN is missing.</param>
    /// <param name="time">When it was seen.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void Add(ReadOnlySpan<double> values, DateTimeOffset time)
    {
        Require.SameLength(_references.Length, values.Length, nameof(values));
        var slot = _ring.SlotOf(time, out var mustClear);
        if (slot < 0)
        {
            Dropped++;
            return;
        }

        var counts = _counts.AsSpan(slot * _stride, _stride);
        if (mustClear)
            counts.Clear();
        for (var i = 0; i < values.Length; i++)
        {
            var reference = _references[i];
            counts[_offsets[i] + (double.IsNaN(values[i]) ? reference.Bins : reference.BinOf(values[i]))]++;
        }
    }

    /// <summary>Sums one feature over the window that ends now.</summary>
    /// <param name="feature">Its place.</param>
    /// <param name="now">The end of the window.</param>
    /// <param name="counts">Receives the counts (bins).</param>
    /// <returns>How many values were missing.</returns>
    public long Sum(int feature, DateTimeOffset now, Span<double> counts)
    {
        counts.Clear();
        var missing = 0L;
        foreach (var slot in _ring.Live(now))
        {
            var source = _counts.AsSpan((slot * _stride) + _offsets[feature], counts.Length + 1);
            for (var bin = 0; bin < counts.Length; bin++)
                counts[bin] += source[bin];
            missing += source[^1];
        }

        return missing;
    }
}
