using Bellwether.Numerics.Sketches;

namespace Bellwether.Monitoring.Health;

/// <summary>Latency, errors, cascade levels and freshness over a sliding window.</summary>
/// <remarks>Observing costs two counters and a histogram increment under a lock, no allocation after a level's first use. Memory: 30 KB
/// per slot. Safe for concurrent use.</remarks>
public sealed class HealthMonitor
{
    /// <summary>Different level names at most.</summary>
    public const int MaxLevels = 32;

    private readonly Lock _lock = new();
    private readonly TimeRing _ring;
    private readonly LatencyHistogram[] _latencies;
    private readonly long[] _failures, _counts;
    private readonly SortedDictionary<string, long[]> _levels = new(StringComparer.Ordinal);
    private DateTimeOffset? _lastEvent, _modelTrained;

    /// <summary>Starts empty.</summary>
    /// <param name="window">How far back it looks.</param>
    /// <param name="slots">In how many steps it slides; 12 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window or the slots are not positive.</exception>
    public HealthMonitor(TimeSpan window, int slots = 12)
    {
        _ring = new TimeRing(window, slots);
        _latencies = [.. Enumerable.Range(0, slots).Select(_ => new LatencyHistogram())];
        (_failures, _counts) = (new long[slots], new long[slots]);
    }

    /// <summary>Reports an answer.</summary>
    /// <param name="latency">How long it took.</param>
    /// <param name="level">The cascade level that gave it, e.g. <c>model</c> or <c>rules</c>.</param>
    /// <param name="failed">True when there was no proper answer.</param>
    /// <param name="time">When it was given. Answers older than the window are not counted.</param>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxLevels"/> different levels.</exception>
    public void Answered(TimeSpan latency, string level, bool failed, DateTimeOffset time)
    {
        lock (_lock)
        {
            if (!_levels.TryGetValue(level, out var counts))
            {
                if (_levels.Count == MaxLevels)
                    throw new ArgumentException($"level must be one of at most {MaxLevels} names, but '{level}' is one more; levels are names of cascade steps, not of requests.", nameof(level));
                _levels.Add(level, counts = new long[_ring.Slots]);
            }

            var slot = _ring.SlotOf(time, out var mustClear);
            if (slot < 0)
                return;
            if (mustClear)
                Clear(slot);
            _latencies[slot].Record(latency);
            _counts[slot]++;
            _failures[slot] += failed ? 1 : 0;
            counts[slot]++;
        }
    }

    /// <summary>Reports the time of an event that came in; the latest one counts.</summary>
    public void EventSeen(DateTimeOffset time)
    {
        lock (_lock)
            _lastEvent = _lastEvent is { } last && last > time ? last : time;
    }

    /// <summary>Reports when the model that answers now was trained.</summary>
    public void ModelTrained(DateTimeOffset time)
    {
        lock (_lock)
            _modelTrained = time;
    }

    /// <summary>Sums the window that ends now.</summary>
    public HealthReport Evaluate(DateTimeOffset now)
    {
        lock (_lock)
        {
            var latency = new LatencyHistogram();
            long count = 0, failures = 0;
            var live = _ring.Live(now).ToArray();
            foreach (var slot in live)
            {
                latency.Add(_latencies[slot]);
                count += _counts[slot];
                failures += _failures[slot];
            }

            var shares = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var (level, counts) in _levels)
                shares[level] = count == 0 ? 0 : live.Sum(s => counts[s]) / (double)count;
            return new HealthReport(now, count, Quantile(0.5), Quantile(0.95), Quantile(0.99), count == 0 ? double.NaN : failures / (double)count, shares,
                now - _lastEvent, now - _modelTrained);

            TimeSpan Quantile(double share) => TimeSpan.FromTicks(latency.QuantileNanoseconds(share) / 100);
        }
    }

    private void Clear(int slot)
    {
        _latencies[slot].Clear();
        (_counts[slot], _failures[slot]) = (0, 0);
        foreach (var counts in _levels.Values)
            counts[slot] = 0;
    }
}
