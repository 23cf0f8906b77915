using System.Buffers;
using Bellwether.Data.Events;
using Bellwether.Numerics;
using Bellwether.Numerics.Sketches;
using Bellwether.Serving.Decisions;

namespace Bellwether.Serving.Pipeline;

/// <summary>The way of one decision: arm, features at a watermark, score by the cascade, decision, log, answer; shadows off the path.</summary>
/// <remarks>One deadline for all of it and a budget per stage. Vectors are pooled: beside the payload that the log keeps, what a decision
/// allocates does not grow with the number of features. Safe for concurrent use, as far as its log is. With a simulation's clock, inline
/// shadows and a <see cref="BufferedDecisionLog"/>, the same requests give the same bytes.</remarks>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TDecision">The decision.</typeparam>
public sealed class DecisionPipeline<TRequest, TDecision> : IAsyncDisposable
    where TRequest : class, IEvent
{
    private static readonly TimeSpan s_leastPatience = TimeSpan.FromMilliseconds(1);
    private readonly PipelineOptions<TRequest, TDecision> _options;
    private readonly FeatureState<TRequest> _features;
    private readonly DecisionContract<TRequest, TDecision> _contract;
    private readonly IDecisionLog _log;
    private readonly DecisionTally _tally;
    private readonly ShadowQueue? _shadows;
    private readonly Lock _gate = new();
    private volatile RunningPlan _plan;

    /// <summary>Puts a pipeline together. Disposing it waits for queued shadows; the log is not its own.</summary>
    /// <exception cref="ArgumentException">A model wants features that the system has not.</exception>
    public DecisionPipeline(
        PipelineOptions<TRequest, TDecision> options, FeatureState<TRequest> features, DecisionContract<TRequest, TDecision> contract, IDecisionLog log)
    {
        _options = options;
        _features = features;
        _contract = contract;
        _log = log;
        _tally = new DecisionTally(contract.System);
        _plan = new RunningPlan(options.Arms, options.Fallbacks, features.Schema, options.Timing, before: null);
        _shadows = options.ShadowInline ? null : new ShadowQueue(options.ShadowQueue, features.Schema.Count, options.Timing.Clock, Report);
    }

    /// <summary>The arms now.</summary>
    public ArmPlan Arms => _plan.Arms;

    /// <summary>Whether some model can answer now.</summary>
    public bool IsReady => _plan.IsReady;

    /// <summary>Decisions answered, by arm and level.</summary>
    public IReadOnlyList<DecisionCount> Counts => _tally.Counts;

    /// <summary>How the models do.</summary>
    public IReadOnlyList<LevelHealth> Levels => [.. _plan.Levels.Select(l => new LevelHealth(l.Name, l.Version, l.IsOpen, l.Opened, l.Failures, l.Latency))];

    /// <summary>How many decisions were not shadowed because the queue was full.</summary>
    public long ShadowDropped => _shadows?.Dropped ?? 0;

    /// <summary>How many calls of observers ended in an exception.</summary>
    public long ObserverFaults => _tally.ObserverFaults;

    /// <summary>How many stages took longer than their budget.</summary>
    public long Overruns => _tally.Overruns;

    /// <summary>The latencies of a stage, in real time.</summary>
    public LatencyHistogram LatencyOf(DecisionStage stage) => _tally.LatencyOf(stage);

    /// <summary>Records how long a stage took that happened outside the pipeline.</summary>
    public void Time(DecisionStage stage, TimeSpan duration) => _tally.Time(stage, duration.Ticks * 100);

    /// <summary>Replaces the arms by one assignment: decisions under way end with those they began with. Models that stay keep their
    /// breakers and latencies.</summary>
    /// <exception cref="ArgumentException">A model wants features that the system has not; nothing changed.</exception>
    public void Use(ArmPlan arms)
    {
        lock (_gate)
        {
            var before = _plan;
            _plan = new RunningPlan(arms, _options.Fallbacks, _features.Schema, _options.Timing, before);
            foreach (var level in before.Levels.Except(_plan.Levels))
                level.Dispose();
        }
    }

    /// <summary>Decides one request, which has been validated. Answers when no model does, and when the store is away.</summary>
    /// <param name="request">Its time must be whole microseconds, the resolution of the log.</param>
    /// <param name="cancellationToken">Looked at before the decision is made; a decision that was made is logged.</param>
    public async ValueTask<DecisionAnswer<TDecision>> DecideAsync(TRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Time.Ticks % 10 != 0)
            throw new ArgumentException($"The time of request '{request.Id}' must be whole microseconds, but is {request.Time:O}. Round it down.", nameof(request));
        var width = _features.Schema.Count;
        var pooled = ArrayPool<double>.Shared.Rent(width);
        try
        {
            var plan = _plan;
            var laps = new Laps(_options.Timing);
            var record = Make(request, pooled.AsMemory(0, width), plan, ref laps);
            if (_options.ShadowInline && plan.Shadows.Length > 0)
                record = record with { Shadows = [.. plan.Shadows.Select(s => ShadowQueue.Score(record.Id, record.Time, record.Vector.Span, s, _options.Timing.Clock))] };
            var left = laps.Left < _options.Timing.Budgets.Log ? laps.Left : _options.Timing.Budgets.Log;
            var outcome = await _log.AppendDecisionAsync(_contract.ToRecord(record), left > s_leastPatience ? left : s_leastPatience);
            laps.Next(out var measured);
            _tally.Time(DecisionStage.Log, measured);
            _tally.Time(DecisionStage.Whole, laps.Measured);
            if (outcome is LogOutcome.Taken or LogOutcome.Waiting)
                return await RepeatAsync(record, outcome, cancellationToken);
            Report(record, outcome);
            if (_shadows is not null && plan.Shadows.Length > 0 && !_shadows.TryAdd(record.Id, record.Time, record.Vector.Span, plan.Shadows))
                ServingMeters.ShadowDropped.Add(1, ServingMeters.Tag("system", _contract.System));
            return AnswerOf(record, outcome);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(pooled);
        }
    }

    /// <summary>Makes a decision without logging it or telling anybody: what would be answered now. Times and counts overruns as a decision does. The record's vector is its own.</summary>
    public DecisionRecord<TRequest, TDecision> Preview(TRequest request) => PreviewInto(request, new double[_features.Schema.Count]);

    /// <summary>As <see cref="Preview"/>, into a vector of the caller's, which the record lends.</summary>
    /// <param name="request">The request.</param>
    /// <param name="vector">Takes the features; its length must be their number.</param>
    public DecisionRecord<TRequest, TDecision> PreviewInto(TRequest request, Memory<double> vector)
    {
        Require.SameLength(_features.Schema.Count, vector.Length);
        var laps = new Laps(_options.Timing);
        return Make(request, vector, _plan, ref laps);
    }

    /// <summary>Completes when the shadows of all decisions so far have been scored.</summary>
    public async ValueTask FlushShadowsAsync(CancellationToken cancellationToken = default)
    {
        while (_shadows is { IsIdle: false })
            await Task.Delay(1, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_shadows is not null)
            await _shadows.DisposeAsync();
        foreach (var level in _plan.Levels)
            level.Dispose();
    }

    private DecisionRecord<TRequest, TDecision> Make(TRequest request, Memory<double> vector, RunningPlan plan, ref Laps laps)
    {
        var timing = _options.Timing;
        var arm = plan.Assign(_options.Unit(request), out var propensity);
        var assigned = Lap(ref laps, DecisionStage.Assign, TimeSpan.MaxValue);
        var watermark = -1L;
        string? degraded = null;
        try
        {
            watermark = _features.Compute(request, vector.Span);
        }
        catch (Exception e)
        {
            vector.Span.Fill(double.NaN);
            degraded = $"features: threw {e.GetType().Name}";
        }

        var featured = Lap(ref laps, DecisionStage.Features, timing.Budgets.Features);
        var score = double.NaN;
        var level = watermark < 0 ? null : FirstScore(arm, vector.Span, ref laps, out score, ref degraded);
        var scored = Lap(ref laps, DecisionStage.Score, timing.Budgets.Score);
        TDecision decision;
        try
        {
            decision = level is null ? _options.Default(request) : _options.Decide(request, score, vector.Span);
        }
        catch (Exception e) when (level is not null)
        {
            degraded = Also(degraded, "decide", $"threw {e.GetType().Name}");
            (level, score) = (null, double.NaN);
            decision = _options.Default(request);
        }

        var decided = Lap(ref laps, DecisionStage.Decide, timing.Budgets.Decide);
        var name = level?.Name ?? CascadeLevel.DefaultLevel;
        return new DecisionRecord<TRequest, TDecision>(request, decision)
        {
            Vector = vector,
            Watermark = watermark,
            Arm = arm.Name,
            ModelVersion = level?.Version ?? "",
            Propensity = propensity,
            Score = score,
            Level = name,
            Degraded = degraded,
            Reasons = _options.Reasons > 0 && level is not null ? level.Model.Explain(vector.Span, _options.Reasons) : [],
            Timings = new StageTimings(assigned, featured, scored, decided),
        };
    }

    private ScoringLevel? FirstScore(RunningArm arm, ReadOnlySpan<double> vector, ref Laps laps, out double score, ref string? degraded)
    {
        score = double.NaN;
        if (!arm.HasModel)
            degraded = Also(degraded, CascadeLevel.ArmLevel, "none yet");
        foreach (var level in arm.Levels)
        {
            if (laps.Left <= TimeSpan.Zero)
            {
                degraded = Also(degraded, level.Name, "deadline over");
                return null;
            }

            if (level.TryScore(vector, out score, out var why))
                return level;
            degraded = Also(degraded, level.Name, why!);
        }

        score = double.NaN;
        return null;
    }

    private static string Also(string? before, string what, string why) => before is null ? $"{what}: {why}" : $"{before}; {what}: {why}";

    private long Lap(ref Laps laps, DecisionStage stage, TimeSpan budget)
    {
        var nanoseconds = laps.Next(out var measured);
        _tally.Time(stage, measured);
        if (nanoseconds / 100 > budget.Ticks)
            _tally.Overran(stage);
        return nanoseconds;
    }

    private async ValueTask<DecisionAnswer<TDecision>> RepeatAsync(
        DecisionRecord<TRequest, TDecision> record, LogOutcome outcome, CancellationToken cancellationToken)
    {
        ServingMeters.Repeated.Add(1, ServingMeters.Tag("system", _contract.System));
        EventRecord? held;
        try
        {
            held = await _log.FindAsync(_contract.System, FactTypes.Decision, record.Id, cancellationToken);
        }
        catch (EventStoreUnavailableException)
        {
            held = null;
        }

        if (held is null)
            return AnswerOf(record, LogOutcome.Lost);
        if (!_contract.IsFor(held, record.Request))
            return new DecisionAnswer<TDecision>(record.Id, default!) { IsConflict = true, Log = outcome };
        return AnswerOf(_contract.Read(held), outcome) with { IsRepeated = true };
    }

    private void Report(DecisionRecord<TRequest, TDecision> record, LogOutcome outcome)
    {
        _tally.Answered(record.Arm, record.Level);
        if (outcome is LogOutcome.Deferred or LogOutcome.Lost)
            ServingMeters.Undurable.Add(1, ServingMeters.Tag("system", _contract.System));
        foreach (var observer in _options.Observers)
        {
            try
            {
                observer.OnDecision(record);
                foreach (var shadow in record.Shadows)
                    observer.OnShadow(shadow);
            }
            catch (Exception)
            {
                _tally.ObserverFailed();
            }
        }
    }

    private void Report(ShadowScore score)
    {
        foreach (var observer in _options.Observers)
        {
            try
            {
                observer.OnShadow(score);
            }
            catch (Exception)
            {
                _tally.ObserverFailed();
            }
        }
    }

    private static DecisionAnswer<TDecision> AnswerOf(DecisionRecord<TRequest, TDecision> record, LogOutcome outcome) => new(record.Id, record.Decision)
    {
        Level = record.Level,
        Degraded = record.Degraded,
        Arm = record.Arm,
        ModelVersion = record.ModelVersion,
        Score = record.Score,
        Reasons = record.Reasons,
        Log = outcome,
    };
}
