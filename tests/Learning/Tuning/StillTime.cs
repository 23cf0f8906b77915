namespace Bellwether.Learning.Tests.Tuning;

/// <summary>A clock that stands until a test moves it; its timers fire then.</summary>
internal sealed class StillTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<StillTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
            return _now.Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new StillTimer(() => callback(state), _now + dueTime);
            _timers.Add(timer);
            return timer;
        }
    }

    public void Move(TimeSpan by)
    {
        StillTimer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(t => t.Due <= _now)];
            _timers.RemoveAll(t => t.Due <= _now);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class StillTimer(Action fire, TimeSpan due) : ITimer
    {
        private bool _isGone;

        public TimeSpan Due => due;

        public void Fire()
        {
            if (!_isGone)
                fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isGone = true;

        public ValueTask DisposeAsync()
        {
            _isGone = true;
            return ValueTask.CompletedTask;
        }
    }
}
