using Bellwether.Data.Training;

namespace Bellwether.Monitoring.Drift;

/// <summary>Compares what the model sees now with what it was trained on.</summary>
/// <remarks>Observing costs O(features), no allocation. Tests are corrected together (Holm, 1979), so that an evaluation without any
/// change gives a false verdict with probability at most <see cref="DriftOptions.Alpha"/> (rows being independent). Safe for concurrent use.</remarks>
public sealed class DriftMonitor
{
    private readonly Lock _lock = new();
    private readonly ReferenceDistribution[] _references;
    private readonly LiveWindow _window;
    private readonly double[] _vector;
    private readonly int _width;

    /// <summary>Starts with an empty window.</summary>
    /// <param name="reference">What to compare with.</param>
    /// <param name="options">When a difference counts; defaults when null.</param>
    public DriftMonitor(ReferenceProfile reference, DriftOptions? options = null)
    {
        Options = options ?? new DriftOptions();
        _width = reference.Features.Count;
        _references = reference.Prediction is { } prediction ? [.. reference.Features, prediction] : [.. reference.Features];
        _window = new LiveWindow(_references, Options.Window, Options.Slots);
        _vector = new double[_references.Length];
    }

    /// <summary>When a difference counts as drift.</summary>
    public DriftOptions Options { get; }

    /// <summary>Vectors that came too late for the window and were not counted.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return _window.Dropped;
        }
    }

    /// <summary>Counts one decision.</summary>
    /// <param name="features">The vector (d) that the model saw.</param>
    /// <param name="prediction">What it predicted; NaN when it did not.</param>
    /// <param name="time">When.</param>
    /// <exception cref="ArgumentException">The vector's length is not that of the reference.</exception>
    public void Observe(ReadOnlySpan<double> features, double prediction, DateTimeOffset time)
    {
        Numerics.Require.SameLength(_width, features.Length, nameof(features));
        lock (_lock)
        {
            features.CopyTo(_vector);
            if (_vector.Length > _width)
                _vector[_width] = prediction;
            _window.Add(_vector, time);
        }
    }

    /// <summary>Compares the window that ends now with the reference. O(features × bins).</summary>
    public DriftReport Evaluate(DateTimeOffset now)
    {
        var measured = new List<(FeatureDrift Drift, double Missing, double Unseen)>(_references.Length);
        lock (_lock)
        {
            for (var i = 0; i < _references.Length; i++)
                measured.Add(Measure(i, now));
        }

        var corrected = Holm([.. measured.SelectMany(m => new[] { m.Drift.Test.PValue, m.Missing, m.Unseen })]);
        return new DriftReport(now, [.. measured.Select((m, i) => Judge(m.Drift, _references[i].UnseenShare, corrected.AsSpan(3 * i, 3)))]);
    }

    private (FeatureDrift Drift, double Missing, double Unseen) Measure(int feature, DateTimeOffset now)
    {
        var reference = _references[feature];
        var counts = new double[reference.Bins];
        var missing = _window.Sum(feature, now, counts);
        var present = counts.Sum();
        var rows = (long)present + missing;
        var (coarseReference, coarseLive) = (Gather(reference.Counts, reference.Coarse), Gather(counts, reference.Coarse));
        var isNumeric = reference.Kind == FeatureKind.Numeric;
        var test = isNumeric ? KolmogorovSmirnov.TestBinned(reference.Counts, counts) : CategoryTests.ChiSquare(reference.Counts, counts);
        var missingTest = CategoryTests.TwoShares(reference.Missing, reference.Missing + reference.Present, missing, rows);
        var unseenTest = isNumeric ? default : CategoryTests.TwoShares(reference.Counts[^1], reference.Present, counts[^1], present);
        var missingShare = rows > 0 ? missing / (double)rows : double.NaN;
        var drift = new FeatureDrift(reference.Name, rows, Divergence.Psi(coarseReference, coarseLive), Divergence.JensenShannon(coarseReference, coarseLive),
            test, double.NaN, missingShare, missingShare - reference.MissingShare,
            isNumeric ? 0 : present > 0 ? counts[^1] / present : double.NaN, DriftVerdict.TooFew);
        return (drift, missingTest.PValue, isNumeric ? double.NaN : unseenTest.PValue);
    }

    private FeatureDrift Judge(FeatureDrift drift, double unseenBefore, ReadOnlySpan<double> pValues)
    {
        var smallest = double.NaN;
        foreach (var p in pValues)
            smallest = double.IsNaN(smallest) || p < smallest ? p : smallest;
        if (drift.Rows < Options.MinimumRows)
            return drift with { CorrectedPValue = smallest };
        var severity = DriftVerdict.Stable;
        if (pValues[0] < Options.Alpha)
            severity = Worse(severity, drift.Psi, Options.ModeratePsi, Options.DriftedPsi);
        if (pValues[1] < Options.Alpha)
            severity = Worse(severity, Math.Abs(drift.MissingDelta), Options.DriftedShare / 2, Options.DriftedShare);
        if (pValues[2] < Options.Alpha)
            severity = Worse(severity, drift.UnseenShare - unseenBefore, Options.DriftedShare / 2, Options.DriftedShare);
        return drift with { CorrectedPValue = smallest, Verdict = severity };
    }

    private static DriftVerdict Worse(DriftVerdict current, double size, double moderate, double drifted)
    {
        var verdict = size >= drifted ? DriftVerdict.Drifted : size >= moderate ? DriftVerdict.Moderate : DriftVerdict.Stable;
        return verdict > current ? verdict : current;
    }

    private static double[] Gather(double[] counts, int[] coarse)
    {
        var gathered = new double[coarse.Max() + 1];
        for (var i = 0; i < counts.Length; i++)
            gathered[coarse[i]] += counts[i];
        return gathered;
    }

    private static double[] Holm(double[] pValues)
    {
        var order = Enumerable.Range(0, pValues.Length).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i]).ToArray();
        var corrected = new double[pValues.Length];
        Array.Fill(corrected, double.NaN);
        var floor = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
            corrected[order[rank]] = floor = Math.Max(floor, Math.Min(1, pValues[order[rank]] * (order.Length - rank)));
        return corrected;
    }
}
