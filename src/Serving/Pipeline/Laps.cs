namespace Bellwether.Serving.Pipeline;

/// <summary>Times the stages of one decision by both clocks, which are read once when they are the same.</summary>
internal struct Laps(PipelineTiming timing)
{
    private readonly PipelineTiming _timing = timing;
    private readonly long _start = timing.Clock.GetTimestamp();
    private readonly long _watchStart = timing.Stopwatch.GetTimestamp();
    private long _lap = timing.Clock.GetTimestamp();
    private long _watchLap = timing.Stopwatch.GetTimestamp();

    /// <summary>Nanoseconds by the pipeline's clock since the last lap, and by the stopwatch in <paramref name="measured"/>.</summary>
    public long Next(out long measured)
    {
        var now = _timing.Clock.GetTimestamp();
        var watch = ReferenceEquals(_timing.Clock, _timing.Stopwatch) ? now : _timing.Stopwatch.GetTimestamp();
        var nanoseconds = Nanoseconds(_timing.Clock, _lap, now);
        measured = Nanoseconds(_timing.Stopwatch, _watchLap, watch);
        (_lap, _watchLap) = (now, watch);
        return nanoseconds;
    }

    /// <summary>Nanoseconds by the stopwatch from the start to the last lap.</summary>
    public readonly long Measured => Nanoseconds(_timing.Stopwatch, _watchStart, _watchLap);

    /// <summary>What is left of the deadline, by the pipeline's clock; negative when it is over.</summary>
    public readonly TimeSpan Left => _timing.Deadline - _timing.Clock.GetElapsedTime(_start);

    private static long Nanoseconds(TimeProvider clock, long from, long to)
    {
        var frequency = clock.TimestampFrequency;
        return frequency == 1_000_000_000 ? to - from : (long)((to - from) * (1e9 / frequency));
    }
}
