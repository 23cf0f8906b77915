using Bellwether.Data;
using Bellwether.Numerics;

namespace Bellwether.Monitoring;

/// <summary>Maps event times to a ring of slots of equal width, so that a window slides without moving data.</summary>
/// <remarks>The window covers the slot of "now" and the ones before it: between (slots - 1) and slots widths. Not safe for concurrent use.</remarks>
internal sealed class TimeRing
{
    private readonly long[] _epochs;
    private readonly long _width;

    public TimeRing(TimeSpan window, int slots)
    {
        Require.Positive(window);
        _epochs = new long[Require.Positive(slots)];
        _width = Math.Max(1, UnixMicroseconds.Of(window) / slots);
        Array.Fill(_epochs, long.MinValue);
    }

    public int Slots => _epochs.Length;

    /// <summary>The slot of a time, or -1 when it is too old to be kept. A slot that changes hands must be cleared first.</summary>
    public int SlotOf(DateTimeOffset time, out bool mustClear)
    {
        var epoch = EpochOf(time);
        var slot = PlaceOf(epoch);
        mustClear = _epochs[slot] < epoch;
        if (mustClear)
            _epochs[slot] = epoch;
        return _epochs[slot] == epoch ? slot : -1;
    }

    /// <summary>The slots of the window that ends now, the newest first; at most <paramref name="span"/> widths back. Those without data are left out.</summary>
    public IEnumerable<int> Live(DateTimeOffset now, int span)
    {
        var epoch = EpochOf(now);
        var slot = PlaceOf(epoch);
        for (var age = 0; age < span; age++, epoch--)
        {
            if (_epochs[slot] == epoch)
                yield return slot;
            slot = slot == 0 ? _epochs.Length - 1 : slot - 1;
        }
    }

    public IEnumerable<int> Live(DateTimeOffset now) => Live(now, _epochs.Length);

    /// <summary>How many slots a duration takes, rounded up, at most all.</summary>
    public int SlotsIn(TimeSpan duration) => (int)Math.Clamp((UnixMicroseconds.Of(duration) + _width - 1) / _width, 1, _epochs.Length);

    private int PlaceOf(long epoch) => (int)(((epoch % _epochs.Length) + _epochs.Length) % _epochs.Length);

    private long EpochOf(DateTimeOffset time)
    {
        var micros = UnixMicroseconds.Of(time);
        return micros >= 0 ? micros / _width : ((micros + 1) / _width) - 1;
    }
}
