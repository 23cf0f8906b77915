using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Features.Engine;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Simulation;

namespace Bellwether.Systems.Building;

/// <summary>The parts of a system, whole and checked. Immutable.</summary>
internal sealed record SystemDefinition<TRequest, TDecision>
    where TRequest : class, IEvent
    where TDecision : notnull
{
    public required Design Design { get; init; }

    public required FeatureSet<TRequest> Features { get; init; }

    public required IReadOnlyList<LabelSource> Label { get; init; }

    public required LabelTiming Timing { get; init; }

    public required IReadOnlyList<string> LabelColumns { get; init; }

    public required IReadOnlyList<KnownFile> KnownFiles { get; init; }

    public required Func<TRequest, double, IEvent?>? Told { get; init; }

    public required Func<TRequest, double, TDecision> BestKnowing { get; init; }

    public required IReadOnlyList<IEventContract> OtherEvents { get; init; }

    public required IReadOnlyList<Rung> Ladder { get; init; }

    public required string Decision { get; init; }

    public required Func<TRequest, double, TDecision> Decide { get; init; }

    public required string Fallback { get; init; }

    public required Func<TRequest, TDecision> Otherwise { get; init; }

    public required Func<TDecision, bool> Reveals { get; init; }

    public required Exploration? Exploration { get; init; }

    public required Func<TRequest, TDecision>? Explore { get; init; }

    public required Func<TRequest, TDecision, double, double> Worth { get; init; }

    public required Func<TRequest, string> Unit { get; init; }

    public required IReadOnlyList<Measure<TRequest, TDecision>> Measures { get; init; }

    public required IReadOnlyList<Slice<TRequest>> Slices { get; init; }

    public required Func<WorldSettings, ISimulation<TRequest, TDecision>>? World { get; init; }

    public required RolloutSettings Rollout { get; init; }

    public required MonitorSettings Monitor { get; init; }

    /// <summary>The decision on a request, exploration included.</summary>
    public TDecision DecideOn(TRequest request, double score) =>
        Exploration is { } draw && draw.Covers(request.Id) ? Explore!(request) : Decide(request, score);

    /// <summary>The contracts of all events but the request.</summary>
    public IReadOnlyList<IEventContract> Contracts => [.. Label.Select(l => l.Contract), .. OtherEvents];

    /// <summary>The label that an event tells, and of which request; null when it tells none.</summary>
    public (string RequestId, double Label)? LabelOf(IEvent told)
    {
        var name = told.GetType().Name;
        foreach (var source in Label)
            if (source.Contract.TypeName == name)
                return (source.RequestId(told), source.Value(told));
        return null;
    }
}
