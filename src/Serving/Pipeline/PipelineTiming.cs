using Bellwether.Numerics;

namespace Bellwether.Serving.Pipeline;

/// <summary>The clocks, deadlines and breakers of a pipeline.</summary>
public sealed record PipelineTiming
{
    /// <summary>Governs deadlines, budgets and breakers, and gives the timings that records keep. A simulation passes its own, so that the
    /// same seed gives the same bytes.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Measures what histograms show: always real time.</summary>
    public TimeProvider Stopwatch { get; init; } = TimeProvider.System;

    /// <summary>For the whole decision, durability included.</summary>
    public TimeSpan Deadline { get; init => field = Require.Positive(value); } = TimeSpan.FromMilliseconds(250);

    /// <summary>For each stage.</summary>
    public StageBudgets Budgets { get; init; } = new();

    /// <summary>When a model is left out.</summary>
    public CircuitBreakerOptions Breaker { get; init; } = new();

    /// <summary>Whether a model that failed lately scores on a thread of its own, so that one that never comes back holds up nobody.
    /// Off by default: waiting for another thread costs microseconds, and makes a run depend on real time.</summary>
    public bool Hedge { get; init; }
}
