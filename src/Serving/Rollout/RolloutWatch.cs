using Bellwether.Experiments.Sequential;
using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Rollout;

/// <summary>Gathers the evidence of a rollout from decisions, shadows and outcomes, for one stage at a time.</summary>
/// <remarks>In the shadow stage the candidate's scores of a decision are held against the same decision's outcome as the control's
/// score. What belongs to decisions made before the stage began does not count. Safe for concurrent use; deterministic for one caller.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
/// <param name="metrics">What the arms are compared on.</param>
public sealed class RolloutWatch<TRequest, TDecision>(IReadOnlyList<RolloutMetric<TRequest, TDecision>> metrics) : IDecisionObserver<TRequest, TDecision>
    where TRequest : class, IEvent
{
    private readonly Lock _gate = new();
    private Tally _control = new(), _candidate = new();
    private string? _controlArm, _candidateArm;
    private DateTimeOffset _from;

    /// <summary>Begins a stage: what was gathered is forgotten, but for the control's where it will have no units beside the candidate.</summary>
    /// <param name="controlArm">The control arm's name.</param>
    /// <param name="candidateArm">The candidate arm's name, the same in the shadow.</param>
    /// <param name="from">Only decisions at or after this time count.</param>
    /// <param name="keepControl">Whether the control's evidence is kept: blue/green compares with what was before the switch.</param>
    public void Begin(string controlArm, string? candidateArm, DateTimeOffset from, bool keepControl = false)
    {
        lock (_gate)
        {
            (_controlArm, _candidateArm, _from) = (controlArm, candidateArm, from);
            if (!keepControl)
                _control = new Tally();
            _candidate = new Tally();
        }
    }

    /// <summary>What was gathered since the stage began.</summary>
    public RolloutEvidence Evidence(IReadOnlyList<string>? alarms = null)
    {
        lock (_gate)
            return new RolloutEvidence(_control.Evidence(), _candidate.Evidence()) { Alarms = alarms ?? [] };
    }

    /// <inheritdoc/>
    public void OnDecision(DecisionRecord<TRequest, TDecision> record)
    {
        lock (_gate)
        {
            if (TallyOf(record) is not { } tally)
                return;
            tally.Decisions++;
            foreach (var metric in metrics)
                if (metric.OfDecision is { } of)
                    tally.Add(metric.Name, of(record));
        }
    }

    /// <inheritdoc/>
    public void OnShadow(ShadowScore score)
    {
        lock (_gate)
        {
            if (score.Arm != _candidateArm || score.Time < _from)
                return;
            _candidate.Decisions++;
            foreach (var metric in metrics)
            {
                if (metric.Name == RolloutMetric<TRequest, TDecision>.ScoreTimeName)
                    _candidate.Add(metric.Name, score.Nanoseconds);
                else if (metric.Name == RolloutMetric<TRequest, TDecision>.FallbackName)
                    _candidate.Add(metric.Name, double.IsFinite(score.Score) ? 0 : 1);
            }
        }
    }

    /// <inheritdoc/>
    public void OnOutcome(DecisionRecord<TRequest, TDecision> record, double label, DateTimeOffset outcomeTime)
    {
        lock (_gate)
        {
            if (TallyOf(record) is { } tally)
            {
                tally.Outcomes++;
                foreach (var metric in metrics)
                {
                    if (metric.OfOutcome is { } of)
                        tally.Add(metric.Name, of(record, label));
                    else if (metric.OfScore is { } ofScore && double.IsFinite(record.Score))
                        tally.Add(metric.Name, ofScore(record.Score, label));
                }
            }

            if (record.Time < _from)
                return;
            foreach (var shadow in record.Shadows)
                if (shadow.Arm == _candidateArm && double.IsFinite(shadow.Score))
                    AddShadowed(shadow.Score, label);
        }
    }

    private void AddShadowed(double score, double label)
    {
        _candidate.Outcomes++;
        foreach (var metric in metrics)
            if (metric.OfScore is { } of)
                _candidate.Add(metric.Name, of(score, label));
    }

    private Tally? TallyOf(DecisionRecord<TRequest, TDecision> record) =>
        record.Arm == _controlArm && (_candidateArm is null || record.Time >= _from) ? _control
        : record.Arm == _candidateArm && record.Time >= _from ? _candidate
        : null;

    private sealed class Tally
    {
        private readonly Dictionary<string, ArmStatistics> _metrics = new(StringComparer.Ordinal);

        public long Decisions { get; set; }

        public long Outcomes { get; set; }

        public void Add(string metric, double value)
        {
            if (double.IsFinite(value))
                _metrics[metric] = _metrics.GetValueOrDefault(metric).With(value);
        }

        public ArmEvidence Evidence() => new(Decisions, Outcomes, new Dictionary<string, ArmStatistics>(_metrics, StringComparer.Ordinal));
    }
}
