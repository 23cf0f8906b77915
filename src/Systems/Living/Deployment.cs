using Bellwether.Serving.Hosting;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;
using Bellwether.Systems.Building;

namespace Bellwether.Systems.Living;

/// <summary>Which version decides for whom: production, the rollout of a candidate, and what every transition means for the arms.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class Deployment<TRequest, TDecision>
    where TRequest : class, Data.Events.IEvent
    where TDecision : notnull
{
    private const string Refusals = "refusals", Worth = "worth of labelled decisions";
    private readonly SystemDefinition<TRequest, TDecision> _definition;
    private readonly RolloutPlan _plan;
    private ServedModel? _candidate;

    public Deployment(SystemDefinition<TRequest, TDecision> definition, ServedModel production)
    {
        _definition = definition;
        Production = production;
        Watch = new RolloutWatch<TRequest, TDecision>(
        [
            RolloutMetric<TRequest, TDecision>.Fallback,
            RolloutMetric<TRequest, TDecision>.ScoreTime,
            new(Refusals) { OfDecision = r => definition.Reveals(r.Decision) ? 0 : 1 },
            new(Worth) { OfOutcome = (r, label) => definition.Worth(r.Request, r.Decision, label) },
        ]);
        _plan = PlanOf(definition);
    }

    /// <summary>The version that decides for everybody no candidate decides for.</summary>
    public ServedModel Production { get; private set; }

    /// <summary>The version it replaced; null before the first change.</summary>
    public ServedModel? Previous { get; private set; }

    /// <summary>The rollout under way, or the last one.</summary>
    public RolloutController? Rollout { get; private set; }

    /// <summary>Whether a rollout is under way.</summary>
    public bool IsRollingOut => Rollout?.State == RolloutState.Running;

    /// <summary>Gathers the evidence.</summary>
    public RolloutWatch<TRequest, TDecision> Watch { get; }

    /// <summary>The arms as they are to be now.</summary>
    public ArmPlan Arms
    {
        get
        {
            var control = new Arm(ArmNames.Control, Production);
            if (!IsRollingOut)
                return new ArmPlan(_definition.Design.Name, control);
            var candidate = new Arm(ArmNames.Candidate, _candidate) { Share = Rollout!.Share };
            return Rollout.Stage!.IsShadow
                ? new ArmPlan(_definition.Design.Name, control, shadows: [candidate])
                : new ArmPlan(_definition.Design.Name, control, [candidate]);
        }
    }

    /// <summary>Begins to roll a candidate out.</summary>
    public RolloutStep Begin(ServedModel candidate, DateTimeOffset now)
    {
        _candidate = candidate;
        Rollout = RolloutController.Start(_plan, candidate.Version, Production.Version, now);
        Watch.Begin(ArmNames.Control, ArmNames.Candidate, now);
        return Rollout.History[^1];
    }

    /// <summary>Moves the rollout on where time and evidence say so.</summary>
    /// <returns>The transition; null when nothing changed.</returns>
    public RolloutStep? Advance(DateTimeOffset now, IReadOnlyList<string> alarms)
    {
        if (!IsRollingOut)
            return null;
        var step = Rollout!.Advance(now, Watch.Evidence(alarms));
        if (step is null || step.Outcome == RolloutOutcome.Held)
            return step;
        if (Rollout.State == RolloutState.Completed)
            (Previous, Production, _candidate) = (Production, _candidate!, null);
        Watch.Begin(ArmNames.Control, IsRollingOut ? ArmNames.Candidate : null, now);
        return step;
    }

    private static RolloutPlan PlanOf(SystemDefinition<TRequest, TDecision> definition)
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
