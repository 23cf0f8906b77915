namespace Bellwether.Monitoring.Slo;

/// <summary>Counts good and bad events by the minute and says how fast the error budget burns.</summary>
/// <remarks>Recording is O(1). Windows slide by the minute. Memory: 16 bytes per minute of the objective's window. Safe for concurrent use.</remarks>
public sealed class SloMonitor
{
    private readonly Lock _lock = new();
    private readonly TimeRing _ring;
    private readonly int[] _good, _bad;

    /// <summary>Starts empty.</summary>
    /// <exception cref="ArgumentException">A burn-rate window is longer than the objective's.</exception>
    public SloMonitor(Objective objective)
    {
        Objective = objective;
        if (objective.BurnRates.FirstOrDefault(r => r.Long > objective.Window || r.Short > r.Long) is { } wrong)
            throw new ArgumentException($"Burn-rate windows must satisfy short <= long <= window of the objective, but rule '{wrong.Name}' of '{objective.Name}' does not.", nameof(objective));
        var slots = (int)Math.Max(2, Math.Ceiling(objective.Window.TotalMinutes));
        _ring = new TimeRing(TimeSpan.FromMinutes(slots), slots);
        (_good, _bad) = (new int[slots], new int[slots]);
    }

    /// <summary>The objective.</summary>
    public Objective Objective { get; }

    /// <summary>Counts one event.</summary>
    /// <param name="isGood">Whether it met the objective, e.g. answered within 100 ms.</param>
    /// <param name="time">When; older than the window is not counted.</param>
    public void Record(bool isGood, DateTimeOffset time)
    {
        lock (_lock)
        {
            var slot = _ring.SlotOf(time, out var mustClear);
            if (slot < 0)
                return;
            if (mustClear)
                (_good[slot], _bad[slot]) = (0, 0);
            if (isGood)
                _good[slot]++;
            else
                _bad[slot]++;
        }
    }

    /// <summary>The state at a time. O(minutes in the window).</summary>
    public SloReport Evaluate(DateTimeOffset now)
    {
        lock (_lock)
        {
            var (good, bad) = Sum(now, Objective.Window);
            return new SloReport(Objective, now, good, bad, [.. Objective.BurnRates.Select(rule =>
            {
                var brief = Sum(now, rule.Short);
                return new BurnRate(rule, Rate(Sum(now, rule.Long)), Rate(brief), brief.Good + brief.Bad);
            })]);
        }
    }

    private double Rate((long Good, long Bad) counts) =>
        counts.Good + counts.Bad == 0 ? 0 : counts.Bad / (double)(counts.Good + counts.Bad) / (1 - Objective.Target);

    private (long Good, long Bad) Sum(DateTimeOffset now, TimeSpan window)
    {
        long good = 0, bad = 0;
        foreach (var slot in _ring.Live(now, _ring.SlotsIn(window)))
        {
            good += _good[slot];
            bad += _bad[slot];
        }

        return (good, bad);
    }
}
