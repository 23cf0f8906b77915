using System.Diagnostics.Metrics;

namespace Bellwether.Serving.Pipeline;

/// <summary>What a running system tells metric listeners: the meter <c>Bellwether</c>, every figure tagged with its system.</summary>
internal static class ServingMeters
{
    private static readonly Meter s_meter = new("Bellwether");

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

    public static UpDownCounter<long> Backlog { get; } = s_meter.CreateUpDownCounter<long>("bellwether.log.backlog", "{decision}", "Decisions that wait for the store.");

    public static Counter<long> LogLost { get; } = s_meter.CreateCounter<long>("bellwether.log.lost", "{decision}", "Decisions answered but not kept.");

    public static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
