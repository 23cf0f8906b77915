using Bellwether.Numerics;

namespace Bellwether.Monitoring.Quality;

/// <summary>Joins predictions with labels that arrive hours or weeks later, and measures the quality of a sliding window.</summary>
/// <remarks>Memory is bounded: what does not fit is let go, oldest first, and counted. Predictions must be reported in about the order
/// of their times; horizons pass in the order in which they were reported. Safe for concurrent use.</remarks>
public sealed class QualityMonitor
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Waiting> _pending = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, DateTimeOffset Time)> _order = new();
    private readonly Queue<Resolved> _resolved = new();

    /// <summary>Starts empty.</summary>
    public QualityMonitor(QualityOptions? options = null) => Options = options ?? new QualityOptions();

    /// <summary>How labels are waited for and judged.</summary>
    public QualityOptions Options { get; }

    /// <summary>Predictions that were let go without a label because there were too many.</summary>
    public long EvictedPending { get; private set; }

    /// <summary>Labelled predictions that were let go, while the window still wanted them, because there were too many.</summary>
    public long EvictedResolved { get; private set; }

    /// <summary>Labels that met no prediction.</summary>
    public long UnmatchedLabels { get; private set; }

    /// <summary>Predictions whose horizon passed without a label and without an assumption to make.</summary>
    public long Unlabelled { get; private set; }

    /// <summary>Reports a prediction. Reporting an id again changes nothing.</summary>
    /// <param name="id">The decision's id.</param>
    /// <param name="prediction">A probability in [0, 1], or any finite number for regression.</param>
    /// <param name="time">When it was made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prediction is outside its range.</exception>
    public void Predicted(string id, double prediction, DateTimeOffset time)
    {
        if (Options.IsRegression)
            Require.Finite(prediction);
        else
            Require.InRange(prediction, 0.0, 1.0);
        lock (_lock)
        {
            if (!_pending.TryAdd(id, new Waiting(prediction, time)))
                return;
            _order.Enqueue((id, time));
            while (_pending.Count > Options.MaxPending && _order.TryDequeue(out var oldest))
                if (IsWaiting(oldest) && _pending.Remove(oldest.Id))
                    EvictedPending++;
            if (_order.Count > (2L * Options.MaxPending) + 1_000)
                Compact();
        }
    }

    /// <summary>Reports a label.</summary>
    /// <param name="id">The decision's id.</param>
    /// <param name="label">0 or 1, or any finite number for regression.</param>
    /// <param name="time">When it became known. Past the prediction's horizon it is not taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label is outside its range.</exception>
    public LabelOutcome Labelled(string id, double label, DateTimeOffset time)
    {
        if (Options.IsRegression)
            Require.Finite(label);
        else if (label is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(label), label, "label must be 0 or 1.");
        lock (_lock)
        {
            Expire(time);
            if (!_pending.Remove(id, out var waiting))
            {
                UnmatchedLabels++;
                return LabelOutcome.Unmatched;
            }

            Resolve(new Resolved(waiting.Time, time, waiting.Prediction, label, true));
            return LabelOutcome.Matched;
        }
    }

    /// <summary>Lets horizons pass up to now and measures the window that ends now (or a horizon ago, by <see cref="QualityOptions.Basis"/>).</summary>
    /// <remarks>O(n log n) for n rows in the window, and one pass per resample. Deterministic.</remarks>
    public QualityReport Evaluate(DateTimeOffset now)
    {
        List<Resolved> rows;
        int pending;
        lock (_lock)
        {
            Expire(now);
            var matured = Options.Basis == QualityBasis.Matured;
            var end = matured ? now - Options.Horizon : now;
            rows = [.. _resolved.Where(r => (matured ? r.Predicted : r.Known) is var time && time > end - Options.Window && time <= end)];
            pending = _pending.Count;
        }

        // Labels may be reported out of order, from several threads; the figures must not depend on that.
        rows.Sort((a, b) => a.Prediction != b.Prediction ? b.Prediction.CompareTo(a.Prediction) : a.Label != b.Label ? a.Label.CompareTo(b.Label) : 0);
        var (scores, labels) = (rows.Select(r => r.Prediction).ToArray(), rows.Select(r => r.Label).ToArray());
        return new QualityReport(now, rows.Count, Options.IsRegression ? 0 : labels.Count(l => l == 1),
            rows.Count == 0 ? double.NaN : rows.Count(r => r.Observed) / (double)rows.Count, pending,
            Options.IsRegression ? QualityFigures.OfRegression(scores, labels) : QualityFigures.OfClassifier(scores, labels, Options.Resamples));
    }

    private bool IsWaiting((string Id, DateTimeOffset Time) entry) => _pending.TryGetValue(entry.Id, out var waiting) && waiting.Time == entry.Time;

    private void Expire(DateTimeOffset now)
    {
        while (_order.TryPeek(out var oldest) && (oldest.Time + Options.Horizon <= now || !IsWaiting(oldest)))
        {
            _order.Dequeue();
            if (!IsWaiting(oldest) || !_pending.Remove(oldest.Id, out var waiting))
                continue;
            if (Options.NegativeAtHorizon && !Options.IsRegression)
                Resolve(new Resolved(waiting.Time, waiting.Time + Options.Horizon, waiting.Prediction, 0, false));
            else
                Unlabelled++;
        }

        var keep = now - Options.Window - (Options.Basis == QualityBasis.Matured ? Options.Horizon : TimeSpan.Zero);
        while (_resolved.TryPeek(out var first) && first.Known <= keep)
            _resolved.Dequeue();
    }

    /// <summary>Drops what is labelled already from the order of horizons, so that it stays within twice the bound on pending ones.</summary>
    private void Compact()
    {
        for (var left = _order.Count; left > 0; left--)
            if (_order.Dequeue() is var entry && IsWaiting(entry))
                _order.Enqueue(entry);
    }

    private void Resolve(Resolved row)
    {
        _resolved.Enqueue(row);
        if (_resolved.Count <= Options.MaxResolved)
            return;
        _resolved.Dequeue();
        EvictedResolved++;
    }

    private readonly record struct Waiting(double Prediction, DateTimeOffset Time);

    private readonly record struct Resolved(DateTimeOffset Predicted, DateTimeOffset Known, double Prediction, double Label, bool Observed);
}
