using System.Numerics;

namespace Bellwether.Serving.Pipeline;

/// <summary>Leaves a model out after it failed too often, and tries it again with one score after a pause.</summary>
/// <remarks>Closed: all scores pass; the results since the first failure are kept as bits. Open: none passes. After the pause one score
/// probes: success closes, failure opens again. While nothing fails, recording is one volatile read. Safe for concurrent use.
/// Deterministic for a given clock and order of calls.</remarks>
/// <param name="clock">Measures the pause.</param>
/// <param name="options">When to open, and for how long.</param>
public sealed class CircuitBreaker(TimeProvider clock, CircuitBreakerOptions options)
{
    private readonly Lock _gate = new();
    private readonly ulong _mask = options.Window == 64 ? ulong.MaxValue : (1UL << options.Window) - 1;
    private ulong _results;
    private long _openedAt, _opened;
    private volatile State _state;

    private enum State
    {
        Closed,
        Doubtful,
        Open,
        Probing,
    }

    /// <summary>Whether the model is left out now.</summary>
    public bool IsOpen => _state is State.Open or State.Probing;

    /// <summary>Whether the model failed lately, so that a caller who can should not wait for it.</summary>
    public bool IsDoubtful => _state != State.Closed;

    /// <summary>How often it has opened.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Whether a score may be asked of the model. When it may, the caller must record the result.</summary>
    public bool TryEnter()
    {
        if (_state < State.Open)
            return true;
        lock (_gate)
        {
            if (_state < State.Open)
                return true;
            if (_state == State.Probing || clock.GetElapsedTime(_openedAt) < options.Cooldown)
                return false;
            _state = State.Probing;
            return true;
        }
    }

    /// <summary>Records a score that was good and in time.</summary>
    public void Succeeded()
    {
        if (_state == State.Closed)
            return;
        lock (_gate)
        {
            if (_state == State.Open)
                return;
            _results = _state == State.Probing ? 0 : (_results << 1) & _mask;
            _state = _results == 0 ? State.Closed : State.Doubtful;
        }
    }

    /// <summary>Records a score that was bad or too late.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            if (_state == State.Open)
                return;
            _results = ((_results << 1) | 1) & _mask;
            if (_state != State.Probing && BitOperations.PopCount(_results) < options.Failures)
            {
                _state = State.Doubtful;
                return;
            }

            _state = State.Open;
            _results = 0;
            _openedAt = clock.GetTimestamp();
            Interlocked.Increment(ref _opened);
        }
    }
}
