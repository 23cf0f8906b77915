using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Bellwether.Serving.Rollout;

namespace Bellwether.Serving.Hosting;

/// <summary>The rollout of a running system: carries the controller's steps to the log and to the arms.</summary>
/// <remarks>A promotion takes effect when its step is durable; a rollback at once, its step being written as soon as the store is there.</remarks>
internal sealed class ServedRollout<TRequest, TDecision>(
    ServedSystemOptions<TRequest, TDecision> options, DecisionPipeline<TRequest, TDecision> pipeline, IDecisionLog log, RolloutWatch<TRequest, TDecision> watch)
    : IDisposable
    where TRequest : class, IEvent
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Queue<RolloutStep> _unwritten = new();
    private ArmPlan _arms = options.Pipeline.Arms;
    private ArmPlan? _before;
    private ServedModel? _candidate;

    public RolloutController? Controller { get; private set; }

    public async ValueTask RestoreAsync(IReadOnlyList<RolloutStep> steps, CancellationToken cancellationToken)
    {
        watch.Begin(_arms.Control.Name, candidateArm: null, options.Clock.GetUtcNow());
        if (options.Rollout is null || RolloutController.Restore(options.Rollout, steps) is not { } restored)
            return;
        Controller = restored;
        var stillOld = _arms.Control.Model?.Version == restored.Control;
        _candidate = options.ModelOf(restored.Candidate);
        if (restored.State == RolloutState.Running && (_candidate is null || !stillOld))
        {
            await TakeAsync(restored.Rollback(options.Clock.GetUtcNow(), _candidate is null
                ? $"After a restart the model {restored.Candidate} was not found."
                : $"After a restart the control is {_arms.Control.Model?.Version ?? "none"}, no longer {restored.Control}."), cancellationToken);
        }
        else if (restored.State == RolloutState.Running)
        {
            Apply();
        }
        else if (restored.State == RolloutState.Completed && stillOld && _candidate is not null)
        {
            Apply();
            await options.OnRolloutStep(restored.History[^1], cancellationToken);
        }
        else if (restored.State == RolloutState.Completed && options.ModelOf(restored.Control) is { } old)
        {
            _before = new ArmPlan(_arms.Salt, _arms.Control with { Model = old }, _arms.Others, _arms.Shadows);
        }
    }

    public async ValueTask<RolloutStep> StartAsync(ServedModel candidate, RolloutPlan plan, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Controller?.State == RolloutState.Running)
                throw new InvalidOperationException($"{options.Name} must have no rollout under way, but {Controller.Candidate} is at '{Controller.Stage!.Name}'. Wait for it, or roll it back.");
            await WriteAsync(cancellationToken);
            (_candidate, _before) = (candidate, null);
            Controller = RolloutController.Start(plan, candidate.Version, _arms.Control.Model?.Version ?? "none", options.Clock.GetUtcNow());
            await TakeAsync(Controller.History[^1], cancellationToken);
            return Controller.History[^1];
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<RolloutStep?> AdvanceAsync(CancellationToken cancellationToken)
    {
        if (Controller is null || (Controller.State != RolloutState.Running && _unwritten.Count == 0))
            return null;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await WriteAsync(cancellationToken);
            var step = Controller.Advance(options.Clock.GetUtcNow(), watch.Evidence(Alarms()));
            await TakeAsync(step, cancellationToken);
            return step;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<RolloutStep?> RollbackAsync(string reason, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var step = Controller?.Rollback(options.Clock.GetUtcNow(), reason);
            await TakeAsync(step, cancellationToken);
            return step;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask TakeAsync(RolloutStep? step, CancellationToken cancellationToken)
    {
        if (step is null)
            return;
        _unwritten.Enqueue(step);
        if (step.Outcome == RolloutOutcome.RolledBack)
            Apply();
        await WriteAsync(cancellationToken);
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        while (_unwritten.TryPeek(out var step))
        {
            await log.AppendAsync([step.ToRecord(options.Name)], cancellationToken);
            _unwritten.Dequeue();
            ServingMeters.RolloutSteps.Add(1, ServingMeters.Tag("system", options.Name), ServingMeters.Tag("outcome", step.Outcome));
            if (step.Outcome is RolloutOutcome.Started or RolloutOutcome.Promoted or RolloutOutcome.Completed)
                Apply();
            await options.OnRolloutStep(step, cancellationToken);
        }
    }

    private List<string> Alarms()
    {
        var alarms = options.Alerts().ToList();
        alarms.AddRange(pipeline.Levels
            .Where(l => l.IsOpen && l.Version == Controller!.Candidate && (l.Name == CascadeLevel.ArmLevel || l.Name == ArmName))
            .Select(l => $"the breaker of {l.Version} is open after {l.Failures} failures"));
        return alarms;
    }

    private string ArmName => $"candidate {Controller!.Candidate}";

    private void Apply()
    {
        var arm = new Arm(ArmName, _candidate);
        var now = options.Clock.GetUtcNow();
        switch (Controller!.State)
        {
            case RolloutState.Running when Controller.Share == 0:
                pipeline.Use(new ArmPlan(_arms.Salt, _arms.Control, _arms.Others, [.. _arms.Shadows, arm]));
                watch.Begin(_arms.Control.Name, arm.Name, now);
                break;
            case RolloutState.Running:
                // The candidate comes first, so that it gets its share of all units, whatever other arms there are.
                pipeline.Use(new ArmPlan(_arms.Salt, _arms.Control, [arm with { Share = Controller.Share }, .. Scaled(1 - Controller.Share)], _arms.Shadows));
                watch.Begin(_arms.Control.Name, arm.Name, now, keepControl: Controller.Share >= 1);
                break;
            case RolloutState.Completed:
                _before = _arms;
                _arms = new ArmPlan(_arms.Salt, _arms.Control with { Model = _candidate }, _arms.Others, _arms.Shadows);
                pipeline.Use(_arms);
                watch.Begin(_arms.Control.Name, candidateArm: null, now);
                break;
            default:
                _arms = _before ?? _arms;
                _before = null;
                pipeline.Use(_arms);
                watch.Begin(_arms.Control.Name, candidateArm: null, now);
                break;
        }
    }

    private IEnumerable<Arm> Scaled(double left) => _arms.Others.Select(a => a with { Share = a.Share * left });
}
