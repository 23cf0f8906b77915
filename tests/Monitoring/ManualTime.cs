namespace Bellwether.Monitoring.Tests;

/// <summary>A clock that waits never take time on: every timer fires at once and moves the clock by its delay.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.FromSeconds(10)) // longer ones are limits, which nothing here reaches
        {
            lock (Waits)
                Waits.Add(dueTime);
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            return TimeProvider.System.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }

        return TimeProvider.System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
