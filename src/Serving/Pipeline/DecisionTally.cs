using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Bellwether.Numerics.Sketches;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Pipeline;

/// <summary>Counts and times decisions, for people and for metric listeners.</summary>
internal sealed class DecisionTally(string system)
{
    private static readonly int s_stages = Enum.GetValues<DecisionStage>().Length;
    private static readonly object[] s_names = [.. Enum.GetNames<DecisionStage>().Select(n => (object)n.ToLowerInvariant())];
    private readonly LatencyHistogram[] _stages = [.. Enumerable.Range(0, s_stages).Select(_ => new LatencyHistogram())];
    private readonly ConcurrentDictionary<(string Arm, string Level), StrongBox<long>> _counts = new();
    private long _observerFaults, _overruns;

    public IReadOnlyList<DecisionCount> Counts =>
        [.. _counts.OrderBy(c => c.Key).Select(c => new DecisionCount(c.Key.Arm, c.Key.Level, Interlocked.Read(ref c.Value.Value)))];

    public long ObserverFaults => Interlocked.Read(ref _observerFaults);

    public long Overruns => Interlocked.Read(ref _overruns);

    public LatencyHistogram LatencyOf(DecisionStage stage) => _stages[(int)stage];

    public void Time(DecisionStage stage, long nanoseconds)
    {
        _stages[(int)stage].RecordNanoseconds(nanoseconds);
        if (ServingMeters.Duration.Enabled)
            ServingMeters.Duration.Record(nanoseconds * 1e-9, ServingMeters.Tag("system", system), ServingMeters.Tag("stage", s_names[(int)stage]));
    }

    public void Answered(string arm, string level)
    {
        Interlocked.Increment(ref _counts.GetOrAdd((arm, level), static _ => new StrongBox<long>()).Value);
        if (ServingMeters.Decisions.Enabled)
            ServingMeters.Decisions.Add(1, ServingMeters.Tag("system", system), ServingMeters.Tag("arm", arm), ServingMeters.Tag("level", level));
    }

    public void Overran(DecisionStage stage)
    {
        Interlocked.Increment(ref _overruns);
        ServingMeters.Overruns.Add(1, ServingMeters.Tag("system", system), ServingMeters.Tag("stage", s_names[(int)stage]));
    }

    public void ObserverFailed()
    {
        Interlocked.Increment(ref _observerFaults);
        ServingMeters.ObserverFaults.Add(1, ServingMeters.Tag("system", system));
    }
}
