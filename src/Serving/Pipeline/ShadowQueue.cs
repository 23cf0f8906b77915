using System.Buffers;
using System.Threading.Channels;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Pipeline;

/// <summary>Scores shadow arms off the path of decisions: one reader behind a bounded queue; what does not fit is dropped and counted.</summary>
internal sealed class ShadowQueue : IAsyncDisposable
{
    private readonly Channel<ShadowWork> _queue;
    private readonly Action<ShadowScore> _report;
    private readonly TimeProvider _clock;
    private readonly Task _reading;
    private readonly int _width;
    private long _dropped, _entered, _done;

    public ShadowQueue(int capacity, int width, TimeProvider clock, Action<ShadowScore> report)
    {
        _queue = Channel.CreateBounded<ShadowWork>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _width = width;
        _clock = clock;
        _report = report;
        _reading = ReadAsync();
    }

    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsIdle => Interlocked.Read(ref _done) == Interlocked.Read(ref _entered);

    /// <summary>Copies the vector and queues it. Returns false when the queue was full.</summary>
    public bool TryAdd(string decisionId, DateTimeOffset time, ReadOnlySpan<double> vector, ScoringLevel[] shadows)
    {
        var copy = ArrayPool<double>.Shared.Rent(_width);
        vector.CopyTo(copy);
        Interlocked.Increment(ref _entered);
        if (_queue.Writer.TryWrite(new ShadowWork(decisionId, time, copy, shadows)))
            return true;
        Interlocked.Increment(ref _done);
        ArrayPool<double>.Shared.Return(copy);
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Scores one vector with one shadow arm.</summary>
    public static ShadowScore Score(string decisionId, DateTimeOffset time, ReadOnlySpan<double> vector, ScoringLevel shadow, TimeProvider clock)
    {
        var start = clock.GetTimestamp();
        var score = shadow.TryScore(vector, out var value, out _) ? value : double.NaN;
        return new ShadowScore(decisionId, time, shadow.Name, shadow.Version, score, clock.GetElapsedTime(start).Ticks * 100);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        await foreach (var work in _queue.Reader.ReadAllAsync())
        {
            foreach (var shadow in work.Shadows)
                _report(Score(work.DecisionId, work.Time, work.Vector.AsSpan(0, _width), shadow, _clock));
            ArrayPool<double>.Shared.Return(work.Vector);
            Interlocked.Increment(ref _done);
        }
    }
}
