using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;
using Bellwether.Systems.Building;

namespace Bellwether.Systems.Living;

/// <summary>Composes a running system from a definition: the same parts for a simulation, a replayed file and a live server.</summary>
internal static class Composition
{
    private const string Refusals = "refusals", Worth = "worth of labelled decisions";

    /// <summary>What a running system is made of; hosts add clocks, snapshots and observers.</summary>
    /// <param name="definition">The system.</param>
    /// <param name="store">Its log.</param>
    /// <param name="production">The version that decides.</param>
    /// <param name="first">The first rung, to which the cascade falls.</param>
    /// <param name="timing">Clocks, deadlines, breakers.</param>
    public static ServedSystemOptions<TRequest, TDecision> Of<TRequest, TDecision>(
        SystemDefinition<TRequest, TDecision> definition, IEventStore store, ServedModel production, ServedModel first, PipelineTiming timing)
        where TRequest : class, IEvent
        where TDecision : notnull => new()
        {
            Name = definition.Design.Name,
            Features = new EngineFeatures<TRequest>(definition.Features),
            Store = store,
            Events = definition.OtherEvents,
            Outcomes = [.. definition.Label.Select(l => new OutcomeContract(l.Contract, e => new OutcomeLabel(l.RequestId(e), l.Value(e))))],
            Join = new OutcomeJoinOptions { Window = definition.Timing.Within, KeepVectors = false },
            Clock = timing.Clock,
            Rollout = PlanOf(definition),
            RolloutMetrics =
            [
                RolloutMetric<TRequest, TDecision>.Fallback,
                RolloutMetric<TRequest, TDecision>.ScoreTime,
                new(Refusals) { OfDecision = r => definition.Reveals(r.Decision) ? 0 : 1 },
                new(Worth) { OfOutcome = (r, label) => definition.Worth(r.Request, r.Decision, label) },
            ],
            Pipeline = new PipelineOptions<TRequest, TDecision>
            {
                Unit = definition.Unit,
                Decide = (request, score, _) => definition.DecideOn(request, score),
                Default = definition.Otherwise,
                Arms = new ArmPlan(definition.Design.Name, new Arm("control", production)),
                Fallbacks = [new CascadeLevel(definition.Ladder[0].Name, first)],
                Timing = timing with { Deadline = definition.Design.Latency.EffectiveDeadline },
            },
        };

    /// <summary>Reads the facts of a system's log.</summary>
    public static FactReader<TRequest, TDecision> Facts<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition)
        where TRequest : class, IEvent
        where TDecision : notnull =>
        new(new DecisionContract<TRequest, TDecision>(definition.Design.Name, DecisionFormat<TDecision>.ByProperties), definition.Contracts);

    private static RolloutPlan PlanOf<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> definition)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        var settings = definition.Rollout;
        var step = new RolloutStage("step", 0) { MinDuration = settings.StepDuration, MinDecisions = settings.StepDecisions };
        return RolloutPlan.Canary(
            step with { MinDuration = settings.Shadow }, step,
            [
                new Guardrail(RolloutMetric<TRequest, TDecision>.Fallback.Name, Harm.More, 0.01),
                new Guardrail(RolloutMetric<TRequest, TDecision>.ScoreTime.Name, Harm.More, definition.Design.Latency.P99.TotalNanoseconds / 10),
                new Guardrail(Refusals, Harm.More, settings.RefusalMargin),
                new Guardrail(Worth, Harm.Less, settings.WorthMargin),
            ],
            [.. settings.Canary.Select(share => share * 100)]);
    }
}
