using Bellwether.Data.Events;
using Bellwether.Numerics;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Pipeline;

/// <summary>What a system's decisions are made of.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public sealed record PipelineOptions<TRequest, TDecision>
    where TRequest : class, IEvent
{
    /// <summary>The key whose units keep their arm, e.g. the card of a payment.</summary>
    public required Func<TRequest, string> Unit { get; init; }

    /// <summary>Turns a score into a decision.</summary>
    public required DecisionRule<TRequest, TDecision> Decide { get; init; }

    /// <summary>The decision when no level has a score. Must be fast and must not throw.</summary>
    public required Func<TRequest, TDecision> Default { get; init; }

    /// <summary>The arms to begin with.</summary>
    public required ArmPlan Arms { get; init; }

    /// <summary>The levels below the arm's own model, in order; below them all is the default decision.</summary>
    public IReadOnlyList<CascadeLevel> Fallbacks { get; init; } = [];

    /// <summary>Clocks, deadlines, breakers.</summary>
    public PipelineTiming Timing { get; init; } = new();

    /// <summary>How many reasons a record carries; 0 asks models for none.</summary>
    public int Reasons { get; init => field = Require.NotNegative(value); }

    /// <summary>Whether shadow arms score before the answer, in order: for replays and simulations. Else they score behind a queue.</summary>
    public bool ShadowInline { get; init; }

    /// <summary>How many decisions may wait for their shadows; what comes on top is dropped and counted.</summary>
    public int ShadowQueue { get; init => field = Require.Positive(value); } = 4096;

    /// <summary>Told of decisions and shadow scores.</summary>
    public IReadOnlyList<IDecisionObserver<TRequest, TDecision>> Observers { get; init; } = [];
}
