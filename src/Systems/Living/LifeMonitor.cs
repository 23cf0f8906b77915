using Bellwether.Data.Events;
using Bellwether.Monitoring;
using Bellwether.Monitoring.Alerts;
using Bellwether.Monitoring.Drift;
using Bellwether.Monitoring.Health;
using Bellwether.Monitoring.Quality;
using Bellwether.Monitoring.Slo;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Living;

/// <summary>Watches a running system: drift, quality on delayed labels, revealed losses, cascade levels, service level; keeps its alerts and
/// says when to retrain. The same in a simulation and live.</summary>
/// <remarks>Safe for concurrent use. Deterministic for one caller: it looks at event times only, never at latencies.</remarks>
internal sealed class LifeMonitor<TRequest, TDecision> : IDecisionObserver<TRequest, TDecision>
    where TRequest : class, IEvent
    where TDecision : notnull
{
    /// <summary>The most slices that are watched one by one; values that come later are watched only as part of the whole.</summary>
    private const int MostSlices = 200;

    /// <summary>The chance, per evaluation, of any slice's alert where nothing changed.</summary>
    private const double SliceAlpha = 0.002;

    private readonly SystemDefinition<TRequest, TDecision> _definition;
    private readonly DateTimeOffset _start;
    private readonly Lock _gate = new();
    private readonly LossChart _losses;
    private readonly SortedDictionary<string, LossChart> _slices = new(StringComparer.Ordinal);
    private readonly HealthMonitor _health;
    private readonly SloMonitor _slo;
    private readonly QualityMonitor _quality;
    private readonly AlertBoard _board;
    private readonly List<AlertReport> _alerts = [];
    private readonly Dictionary<string, List<(double Day, double Value)>> _series = new(StringComparer.Ordinal);
    private DriftMonitor? _drift;
    private long _lookedAt = -1;
    private DateTimeOffset _lossesMeanSomethingFrom = DateTimeOffset.MaxValue;

    public LifeMonitor(SystemDefinition<TRequest, TDecision> definition, DateTimeOffset start)
    {
        _definition = definition;
        _start = start;
        _losses = new LossChart(start);
        _health = new HealthMonitor(definition.Monitor.Window);
        _slo = new SloMonitor(new Objective("model-answers", Math.Min(definition.Design.Availability, 0.99999)));
        _quality = new QualityMonitor(new QualityOptions
        {
            IsRegression = definition.Design.Task == MlTask.Regression,
            Horizon = definition.Timing.MatureAfter,
            NegativeAtHorizon = definition.Timing.AbsentMeans is not null,
        });
        _board = new AlertBoard(RulesOf(definition));
    }

    /// <summary>Every alert so far.</summary>
    public IReadOnlyList<AlertReport> Alerts
    {
        get
        {
            lock (_gate)
                return [.. _alerts];
        }
    }

    /// <summary>Open alerts that ask for a rollback.</summary>
    public IReadOnlyList<string> RollbackAlerts
    {
        get
        {
            lock (_gate)
                return [.. _board.Active.Where(a => a.Action == AlertAction.RollBack).Select(a => a.Message)];
        }
    }

    /// <summary>Figures by day, for plots.</summary>
    public IReadOnlyList<SeriesReport> Series
    {
        get
        {
            lock (_gate)
                return [.. _series.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new SeriesReport(s.Key, [.. s.Value.Select(v => v.Day)], [.. s.Value.Select(v => v.Value)]))];
        }
    }

    /// <summary>Told of every alert that rises or is resolved.</summary>
    public Action<AlertTransition> OnTransition { get; init; } = _ => { };

    /// <inheritdoc/>
    public void OnDecision(DecisionRecord<TRequest, TDecision> record)
    {
        lock (_gate)
        {
            _losses.Decided(record.Time);
            foreach (var chart in SlicesOf(record.Request))
                chart.Decided(record.Time);
            _health.Answered(TimeSpan.Zero, record.Level, record.Level == CascadeLevel.DefaultLevel, record.Time);
            _health.EventSeen(record.Time);
            _slo.Record(record.Level == CascadeLevel.ArmLevel, record.Time);
            _drift?.Observe(record.Vector.Span, record.Score, record.Time);
            if (double.IsFinite(record.Score) && _definition.Reveals(record.Decision))
                _quality.Predicted(record.Id, record.Score, record.Time);
        }
    }

    /// <inheritdoc/>
    public void OnOutcome(DecisionRecord<TRequest, TDecision> record, double label, DateTimeOffset outcomeTime)
    {
        lock (_gate)
        {
            var loss = Math.Max(0, -_definition.Worth(record.Request, record.Decision, label));
            var unit = _definition.Unit(record.Request);
            _losses.Lost(outcomeTime, loss, unit);
            foreach (var chart in SlicesOf(record.Request))
                chart.Lost(outcomeTime, loss, unit);
            _quality.Labelled(record.Id, label, outcomeTime);
        }
    }

    /// <summary>A model has taken over: from now on live data is held against what it was trained on, and losses against those it makes.</summary>
    public void InProduction(DateTimeOffset now, ReferenceProfile reference)
    {
        lock (_gate)
        {
            _drift = new DriftMonitor(reference, new DriftOptions { Window = _definition.Monitor.Window, DriftedPsi = _definition.Monitor.DriftLimit });
            _health.ModelTrained(now);
            if (_lossesMeanSomethingFrom == DateTimeOffset.MaxValue)
                BeginReference(_lossesMeanSomethingFrom = now);
        }
    }

    /// <summary>Looks at everything; to be called every hour.</summary>
    /// <returns>The latest open alert that asks for a training; null when there is none.</returns>
    /// <remarks>Within an hour that was looked at before, it only says again what it said.</remarks>
    public Alert? Evaluate(DateTimeOffset now)
    {
        IReadOnlyList<AlertTransition> transitions;
        lock (_gate)
        {
            var hour = now.UtcTicks / TimeSpan.TicksPerHour;
            if (hour == _lookedAt)
                return Reason();
            _lookedAt = hour;
            var signals = Signals(now);
            transitions = _board.Evaluate(now, signals);
            foreach (var transition in transitions)
                Keep(transition);
        }

        foreach (var transition in transitions)
            OnTransition(transition);
        lock (_gate)
            return Reason();
    }

    private Alert? Reason() => _board.Active.Where(a => a.Action == AlertAction.Retrain).MaxBy(a => a.Since);

    private void BeginReference(DateTimeOffset from)
    {
        _losses.BeginReference(from);
        foreach (var chart in _slices.Values)
            chart.BeginReference(from);
    }

    /// <summary>The charts of a request's slices; none where every outcome costs something: then counts say how often a slice was asked for,
    /// not how often it went wrong.</summary>
    private IEnumerable<LossChart> SlicesOf(TRequest request)
    {
        if (_definition.Timing.AbsentMeans is null)
            yield break;
        foreach (var slice in _definition.Slices)
        {
            if (slice.Of(request) is not { } value)
                continue;
            var name = $"{slice.Name}={value}";
            if (!_slices.TryGetValue(name, out var chart))
            {
                if (_slices.Count >= MostSlices)
                    continue;
                _slices.Add(name, chart = new LossChart(_start));
                if (_lossesMeanSomethingFrom != DateTimeOffset.MaxValue)
                    chart.BeginReference(_lossesMeanSomethingFrom);
            }

            yield return chart;
        }
    }

    private SignalSet Signals(DateTimeOffset now)
    {
        var signals = new SignalSet();
        _health.Evaluate(now).AddTo(signals);
        _slo.Evaluate(now).AddTo(signals);
        var day = (now - _start).TotalDays;
        if (now.Hour % 6 == 0 && _drift?.Evaluate(now) is { } drift)
        {
            drift.AddTo(signals);
            if (now.Hour == 0)
                foreach (var feature in drift.Features.OrderByDescending(f => double.IsNaN(f.Psi) ? 0 : f.Psi).Take(2).Concat(drift.Features.Where(f => f.Name == "prediction")))
                    Note("drift/" + feature.Name, day, feature.Psi);
        }

        if (now.Hour != 0)
            return signals;
        var (factor, days) = now < _lossesMeanSomethingFrom ? (double.NaN, 0) : _losses.Read(now);
        signals.Set("loss.factor", factor, days);
        Note("loss/all", day, factor);
        if (days > 0)
            foreach (var (name, chart) in _slices)
                signals.Set("loss.slice." + name, chart.ReadCount(now, SliceAlpha / _slices.Count), days);
        if (signals.Values.Where(v => v.Key.StartsWith("loss.slice.", StringComparison.Ordinal) && v.Value.Value > 0).Select(v => v.Value.Value).DefaultIfEmpty(double.NaN).Max() is var worst)
            Note("loss/worst slice", day, worst);
        if (_losses.ByDay is { Count: > 1 } byDay && day >= 1 && (int)day - 1 < byDay.Count)
            Note("quality/loss revealed per decision", day - 1, byDay[(int)day - 1]);
        var quality = _quality.Evaluate(now);
        quality.AddTo(signals);
        if (quality.Figures.FirstOrDefault(f => f.Name == _definition.Design.PrimaryMetric) is { } figure)
            Note("quality/" + figure.Name + " of the last week's labels", day, figure.Value);
        return signals;
    }

    private void Note(string series, double day, double value)
    {
        if (!_series.TryGetValue(series, out var points))
            _series.Add(series, points = []);
        points.Add((day, value));
    }

    private void Keep(AlertTransition transition)
    {
        var alert = transition.Alert;
        if (transition.IsRaised)
        {
            _alerts.Add(new AlertReport(alert.Name, alert.Severity.ToString().ToLowerInvariant(), transition.At, null, alert.Message, alert.Action switch
            {
                AlertAction.Retrain => "retrain",
                AlertAction.RollBack => "roll back",
                _ => "tell",
            }));
            return;
        }

        var open = _alerts.FindLastIndex(a => a.Name == alert.Name && a.ResolvedAt is null);
        if (open >= 0)
            _alerts[open] = _alerts[open] with { ResolvedAt = transition.At };
    }

    private static IEnumerable<AlertRule> RulesOf(SystemDefinition<TRequest, TDecision> definition)
    {
        var settings = definition.Monitor;
        yield return new AlertRule("revealed-loss", "loss.factor", Comparison.Above, settings.LossFactor)
        {
            ClearAt = 1 + ((settings.LossFactor - 1) / 3),
            Severity = AlertSeverity.Critical,
            Action = AlertAction.Retrain,
        };
        yield return new AlertRule("revealed-loss-slice", "loss.slice.*", Comparison.Above, 2)
        {
            ClearAt = 1.2,
            Severity = AlertSeverity.Critical,
            Action = AlertAction.Retrain,
        };
        yield return new AlertRule("prediction-drift", "drift.psi.prediction", Comparison.Above, settings.DriftLimit) { ClearAt = settings.DriftLimit * 0.6, For = TimeSpan.FromHours(12), MinimumCount = 500, Action = AlertAction.Retrain };
        yield return new AlertRule("feature-drift", "drift.share", Comparison.Above, 0.3) { ClearAt = 0.2, For = TimeSpan.FromHours(12), MinimumCount = 500 };
        yield return new AlertRule("missing", "missing_delta.*", Comparison.Above, 0.2) { ClearAt = 0.1, MinimumCount = 200, Severity = AlertSeverity.Critical };
        yield return new AlertRule("unseen", "unseen.*", Comparison.Above, 0.2) { ClearAt = 0.1, MinimumCount = 200 };
        yield return new AlertRule("fallback", "level.share." + CascadeLevel.DefaultLevel, Comparison.Above, 0.05) { ClearAt = 0.01, MinimumCount = 100, Severity = AlertSeverity.Critical, Action = AlertAction.RollBack };
        foreach (var burn in BurnRateRule.Workbook)
            yield return burn.ToAlertRule("model-answers");
    }
}
