namespace Bellwether.Serving.Pipeline;

/// <summary>The clock of a replay or simulation: the time is what it was set to, and durations are what was said to be spent. So no
/// deadline, budget, breaker or timing depends on the machine.</summary>
/// <remarks>Safe for concurrent use; timers are real.</remarks>
/// <param name="start">The time to begin with.</param>
public sealed class SimulationClock(DateTimeOffset start) : TimeProvider
{
    private long _now = start.UtcTicks, _spent;

    /// <summary>The time; set it as the simulation goes on.</summary>
    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _now), TimeSpan.Zero);
        set
        {
            var before = Interlocked.Exchange(ref _now, value.UtcTicks);
            if (value.UtcTicks > before)
                Interlocked.Add(ref _spent, value.UtcTicks - before);
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Lets a duration pass on the stopwatch alone, e.g. inside a model that is to be slow.</summary>
    public void Spend(TimeSpan duration) => Interlocked.Add(ref _spent, duration.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _spent);
}
