using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Bellwether.Serving.Pipeline;

/// <summary>What a running system tells metric listeners: the meter <c>Bellwether</c>, every figure tagged with its system.</summary>
internal static class ServingMeters
{
    private static readonly Meter s_meter = new("Bellwether");
    private static readonly ConcurrentDictionary<string, Func<(long Backlog, long Lost, long Applied)>> s_logs = new(StringComparer.Ordinal);

    static ServingMeters()
    {
        s_meter.CreateObservableGauge("bellwether.log.backlog", () => Observe(l => l.Backlog), "{decision}", "Decisions that wait for the store.");
        s_meter.CreateObservableCounter("bellwether.log.lost", () => Observe(l => l.Lost), "{decision}", "Decisions answered but not kept.");
        s_meter.CreateObservableGauge("bellwether.log.applied", () => Observe(l => l.Applied), "{event}", "The place in the log up to which features are.");
    }

    public static Counter<long> Decisions { get; } = s_meter.CreateCounter<long>("bellwether.decisions", "{decision}", "Decisions answered, by arm and level.");

    public static Histogram<double> Duration { get; } = s_meter.CreateHistogram<double>("bellwether.decision.duration", "s", "Time of a decision, by stage.");

    public static Counter<long> Overruns { get; } = s_meter.CreateCounter<long>("bellwether.decision.overruns", "{decision}", "Stages that took longer than their budget.");

    public static Counter<long> Undurable { get; } = s_meter.CreateCounter<long>("bellwether.decisions.undurable", "{decision}", "Decisions answered before they were durable.");

    public static Counter<long> Repeated { get; } = s_meter.CreateCounter<long>("bellwether.decisions.repeated", "{decision}", "Requests that came again, or whose id did.");

    public static Counter<long> Events { get; } = s_meter.CreateCounter<long>("bellwether.events", "{event}", "Events taken, by type.");

    public static Counter<long> Outcomes { get; } = s_meter.CreateCounter<long>("bellwether.outcomes", "{outcome}", "Outcomes taken, by type.");

    public static Counter<long> ShadowDropped { get; } = s_meter.CreateCounter<long>("bellwether.shadow.dropped", "{decision}", "Decisions not shadowed because the queue was full.");

    public static Counter<long> ObserverFaults { get; } = s_meter.CreateCounter<long>("bellwether.observer.faults", "{call}", "Exceptions of observers.");

    public static Counter<long> RolloutSteps { get; } = s_meter.CreateCounter<long>("bellwether.rollout.steps", "{step}", "Transitions of rollouts, by outcome.");

    /// <summary>Shows a system's log to listeners until it is forgotten.</summary>
    public static void Watch(string system, Func<(long Backlog, long Lost, long Applied)> log) => s_logs[system] = log;

    /// <summary>Shows a system's log no longer.</summary>
    public static void Forget(string system) => s_logs.TryRemove(system, out _);

    public static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private static IEnumerable<Measurement<long>> Observe(Func<(long Backlog, long Lost, long Applied), long> of) =>
        s_logs.Select(l => new Measurement<long>(of(l.Value()), Tag("system", l.Key)));
}
