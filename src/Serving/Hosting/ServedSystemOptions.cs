using Bellwether.Data.Events;
using Bellwether.Data.Schema;
using Bellwether.Numerics;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Hosting;

/// <summary>What a running system is composed of.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public sealed record ServedSystemOptions<TRequest, TDecision>
    where TRequest : class, IEvent
{
    /// <summary>Its name in paths and in the store.</summary>
    public required string Name { get; init => field = Require.NotBlank(value); }

    /// <summary>Its features, with empty state.</summary>
    public required IFeatureSource<TRequest> Features { get; init; }

    /// <summary>Its decisions. Observers belong here; they are told of outcomes too.</summary>
    public required PipelineOptions<TRequest, TDecision> Pipeline { get; init; }

    /// <summary>Its log.</summary>
    public required IEventStore Store { get; init; }

    /// <summary>How decisions are written; by their properties unless something faster is given.</summary>
    public DecisionFormat<TDecision> Format { get; init; } = DecisionFormat<TDecision>.ByProperties;

    /// <summary>The events it takes beside requests and outcomes.</summary>
    public IReadOnlyList<IEventContract> Events { get; init; } = [];

    /// <summary>The outcomes it takes.</summary>
    public IReadOnlyList<OutcomeContract> Outcomes { get; init; } = [];

    /// <summary>How long decisions wait for outcomes.</summary>
    public OutcomeJoinOptions Join { get; init; } = new();

    /// <summary>The time of day, for event times, rollouts and windows. A replay gives a <see cref="SimulationClock"/>, the same as the
    /// pipeline's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether facts are numbered and applied at once and appended in batches, by one caller, deterministically; nothing happens in
    /// the background. Else every fact is durable before it is applied.</summary>
    public bool Replay { get; init; }

    /// <summary>How many facts a replay appends at once.</summary>
    public int ReplayBatch { get; init => field = Require.Positive(value); } = 4096;

    /// <summary>What happens while the store is away.</summary>
    public DurableLogOptions Log { get; init; } = new();

    /// <summary>Where feature state is saved; null to replay the whole log at each start.</summary>
    public ISnapshotStore? Snapshots { get; init; }

    /// <summary>After how many places of the log the state is saved again; it is always saved by a drain.</summary>
    public int SnapshotEvery { get; init => field = Require.Positive(value); } = 500_000;

    /// <summary>How often the background looks at windows, rollout and snapshot; not used by a replay.</summary>
    public TimeSpan Tick { get; init => field = Require.Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>How candidates are rolled out; null when they never are.</summary>
    public RolloutPlan? Rollout { get; init; }

    /// <summary>What arms are compared on by the plan's guardrails.</summary>
    public IReadOnlyList<RolloutMetric<TRequest, TDecision>> RolloutMetrics { get; init; } =
        [RolloutMetric<TRequest, TDecision>.ScoreTime, RolloutMetric<TRequest, TDecision>.Fallback];

    /// <summary>Finds a model by version when a rollout is restored after a restart.</summary>
    public Func<string, ServedModel?> ModelOf { get; init; } = _ => null;

    /// <summary>Called after each step of a rollout took effect, e.g. to move the registry's alias. May be called again for the last step
    /// after a restart.</summary>
    public Func<RolloutStep, CancellationToken, ValueTask> OnRolloutStep { get; init; } = (_, _) => ValueTask.CompletedTask;

    /// <summary>The alerts that are open now: shown, and each rolls a running rollout back.</summary>
    public Func<IReadOnlyList<string>> Alerts { get; init; } = () => [];
}
