using Bellwether.Experiments.Sequential;
using System.Globalization;
using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Serving.Rollout;

/// <summary>One rollout of one candidate: a state machine that is advanced by time and evidence, and whose every transition is a record
/// from which it can be restored.</summary>
/// <remarks>Deterministic: a function of the plan, the times and the evidence. Not safe for concurrent use, except that
/// others may read it meanwhile. Keeps no clock and writes
/// nothing: the caller appends the steps it returns.</remarks>
public sealed class RolloutController
{
    private readonly long _started;
    private int _stage;
    private bool _heldTold;
    private volatile RolloutStep[] _history = [];

    private RolloutController(RolloutPlan plan, string candidate, string control, DateTimeOffset started)
    {
        Plan = plan;
        Candidate = candidate;
        Control = control;
        _started = UnixMicroseconds.Of(started);
        StageEntered = started;
    }

    /// <summary>The plan.</summary>
    public RolloutPlan Plan { get; }

    /// <summary>The version that is rolled out.</summary>
    public string Candidate { get; }

    /// <summary>The version that it is to replace.</summary>
    public string Control { get; }

    /// <summary>Where it stands.</summary>
    public RolloutState State { get; private set; }

    /// <summary>The present stage; null when the rollout is over.</summary>
    public RolloutStage? Stage => State == RolloutState.Running ? Plan.Stages[_stage] : null;

    /// <summary>When the present stage began.</summary>
    public DateTimeOffset StageEntered { get; private set; }

    /// <summary>The candidate's share of units now.</summary>
    public double Share => State switch
    {
        RolloutState.Completed => 1,
        RolloutState.RolledBack => 0,
        _ => Plan.Stages[_stage].Share,
    };

    /// <summary>All transitions so far, in order.</summary>
    public IReadOnlyList<RolloutStep> History => _history;

    /// <summary>Begins a rollout with its first stage; <see cref="History"/> then holds the step to append.</summary>
    public static RolloutController Start(RolloutPlan plan, string candidate, string control, DateTimeOffset now)
    {
        var rollout = new RolloutController(plan, candidate, control, now);
        rollout.Record(now, plan.Stages[0], RolloutOutcome.Started, $"{candidate} is to replace {control}.", Signals.None);
        return rollout;
    }

    /// <summary>The latest rollout that these steps tell of, where it stood; null when they tell of none.</summary>
    /// <param name="plan">The plan as it is now.</param>
    /// <param name="steps">Steps in the order of the log, of any number of rollouts.</param>
    /// <remarks>A stage that the plan no longer has is begun again at the first stage of at least its share. Evidence is not restored:
    /// it is gathered anew for the present stage.</remarks>
    public static RolloutController? Restore(RolloutPlan plan, IEnumerable<RolloutStep> steps)
    {
        RolloutController? rollout = null;
        foreach (var step in steps)
        {
            if (step.Outcome == RolloutOutcome.Started)
                rollout = new RolloutController(plan, step.Candidate, step.Control, step.Time);
            rollout?.Replay(step);
        }

        return rollout;
    }

    /// <summary>Looks at time and evidence, and moves on where they say so.</summary>
    /// <param name="now">Must not go back.</param>
    /// <param name="evidence">Gathered since the present stage began.</param>
    /// <returns>The transition to append; null when nothing changed. At most one: the next stage wants its own evidence.</returns>
    public RolloutStep? Advance(DateTimeOffset now, RolloutEvidence evidence)
    {
        if (State != RolloutState.Running)
            return null;
        var stage = Plan.Stages[_stage];
        if (evidence.Alarms.Count > 0)
            return End(now, RolloutState.RolledBack, RolloutOutcome.RolledBack, $"Alarm: {string.Join("; ", evidence.Alarms)}", NumbersOf(evidence));
        foreach (var guardrail in Plan.Guardrails)
        {
            var (control, candidate) = (evidence.Control[guardrail.Metric], evidence.Candidate[guardrail.Metric]);
            var reading = guardrail.Read(control, candidate, Plan.AlphaPerTest);
            if (reading.IsHarm)
                return End(now, RolloutState.RolledBack, RolloutOutcome.RolledBack, WordsOf(guardrail, reading, control, candidate), NumbersOf(evidence));
        }

        if (now - StageEntered < stage.MinDuration)
            return null;
        var (decisions, outcomes) = (evidence.Candidate.Decisions, evidence.Candidate.Outcomes);
        if (decisions < stage.MinDecisions || outcomes < stage.MinOutcomes)
        {
            if (_heldTold)
                return null;
            _heldTold = true;
            return Record(now, stage, RolloutOutcome.Held, string.Create(
                CultureInfo.InvariantCulture,
                $"After {(now - StageEntered).TotalHours:0.#} h {stage.Name} has {decisions} of {stage.MinDecisions} decisions and {outcomes} of {stage.MinOutcomes} outcomes."), NumbersOf(evidence));
        }

        var passed = string.Create(CultureInfo.InvariantCulture, $"{stage.Name} passed: {decisions} decisions and {outcomes} outcomes in {(now - StageEntered).TotalHours:0.#} h, no harm on {Plan.Guardrails.Count} guardrails.");
        if (_stage == Plan.Stages.Count - 1)
            return End(now, RolloutState.Completed, RolloutOutcome.Completed, passed, NumbersOf(evidence));
        _stage++;
        StageEntered = now;
        _heldTold = false;
        return Record(now, stage, RolloutOutcome.Promoted, passed, NumbersOf(evidence));
    }

    /// <summary>Rolls back at once, at an operator's or a monitor's word; also within a completed rollout, where the control is still at hand.</summary>
    /// <returns>The transition to append; null when it is rolled back already.</returns>
    public RolloutStep? Rollback(DateTimeOffset now, string reason) => State == RolloutState.RolledBack
        ? null
        : End(now, RolloutState.RolledBack, RolloutOutcome.RolledBack, reason, Signals.None);

    private static string WordsOf(Guardrail guardrail, GuardrailReading reading, ArmStatistics control, ArmStatistics candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{guardrail.Metric} is harmed: {candidate.Mean:G5} for the candidate (n = {candidate.Count}) against {control.Mean:G5} for the control (n = {control.Count}); worse by at least {reading.LeastHarm:G4}, borne are {guardrail.Margin:G4}.");

    private Signals NumbersOf(RolloutEvidence evidence)
    {
        var numbers = new List<KeyValuePair<string, double>>
        {
            new("control.decisions", evidence.Control.Decisions),
            new("control.outcomes", evidence.Control.Outcomes),
            new("candidate.decisions", evidence.Candidate.Decisions),
            new("candidate.outcomes", evidence.Candidate.Outcomes),
        };
        foreach (var guardrail in Plan.Guardrails.DistinctBy(g => g.Metric))
        {
            var (control, candidate) = (evidence.Control[guardrail.Metric], evidence.Candidate[guardrail.Metric]);
            var reading = guardrail.Read(control, candidate, Plan.AlphaPerTest);
            Add($"{guardrail.Metric}.control", control.Count > 0 ? control.Mean : double.NaN);
            Add($"{guardrail.Metric}.candidate", candidate.Count > 0 ? candidate.Mean : double.NaN);
            Add($"{guardrail.Metric}.leastHarm", reading.LeastHarm);
        }

        return new Signals(numbers);

        void Add(string name, double value)
        {
            if (double.IsFinite(value))
                numbers.Add(new(name, value));
        }
    }

    private RolloutStep End(DateTimeOffset now, RolloutState state, string outcome, string reason, Signals evidence)
    {
        var stage = Plan.Stages[_stage];
        State = state;
        return Record(now, stage, outcome, reason, evidence);
    }

    private RolloutStep Record(DateTimeOffset now, RolloutStage stage, string outcome, string reason, Signals evidence)
    {
        var step = new RolloutStep(
            string.Create(CultureInfo.InvariantCulture, $"{Candidate}-{_started}-{_history.Length:000}"),
            UnixMicroseconds.ToTime(UnixMicroseconds.Of(now)), Candidate, Control, stage.Name, Share, outcome, reason.Length <= 1_000 ? reason : reason[..1_000], evidence);
        _history = [.. _history, step];
        return step;
    }

    private void Replay(RolloutStep step)
    {
        _history = [.. _history, step];
        switch (step.Outcome)
        {
            case RolloutOutcome.Held:
                _heldTold = true;
                break;
            case RolloutOutcome.Completed:
                State = RolloutState.Completed;
                break;
            case RolloutOutcome.RolledBack:
                State = RolloutState.RolledBack;
                break;
            case RolloutOutcome.Promoted:
                var ended = Plan.Stages.ToList().FindIndex(s => s.Name == step.Step);
                _stage = ended >= 0 && ended + 1 < Plan.Stages.Count ? ended + 1 : FirstOfShare(step.Share);
                StageEntered = step.Time;
                _heldTold = false;
                break;
        }
    }

    private int FirstOfShare(double share)
    {
        for (var i = 0; i < Plan.Stages.Count; i++)
            if (Plan.Stages[i].Share >= share)
                return i;
        return Plan.Stages.Count - 1;
    }
}
