namespace Bellwether.Monitoring.Drift;

/// <summary>All features and the predictions against their references at one time.</summary>
/// <param name="At">The end of the live window.</param>
/// <param name="Features">In the order of the vector, the prediction last.</param>
public sealed record DriftReport(DateTimeOffset At, IReadOnlyList<FeatureDrift> Features)
{
    /// <summary>The share of features with the verdict <see cref="DriftVerdict.Drifted"/>.</summary>
    public double DriftedShare => Features.Count == 0 ? 0 : Features.Count(f => f.Verdict == DriftVerdict.Drifted) / (double)Features.Count;

    /// <summary>Features that drifted, the largest shift first.</summary>
    public IEnumerable<FeatureDrift> Drifted =>
        Features.Where(f => f.Verdict == DriftVerdict.Drifted).OrderByDescending(f => double.IsNaN(f.Psi) ? double.PositiveInfinity : f.Psi);

    /// <summary>Writes <c>drift.*</c>, <c>missing.*</c>, <c>missing_delta.*</c> and <c>unseen.*</c>.</summary>
    public void AddTo(SignalSet signals)
    {
        var rows = 0L;
        foreach (var feature in Features)
        {
            signals.Set("drift.psi." + feature.Name, feature.Psi, feature.Rows);
            signals.Set("drift.js." + feature.Name, feature.JensenShannon, feature.Rows);
            signals.Set("drift.p." + feature.Name, feature.CorrectedPValue, feature.Rows);
            signals.Set("drift.verdict." + feature.Name, (int)feature.Verdict, feature.Rows);
            signals.Set("missing." + feature.Name, feature.MissingShare, feature.Rows);
            signals.Set("missing_delta." + feature.Name, feature.MissingDelta, feature.Rows);
            signals.Set("unseen." + feature.Name, feature.UnseenShare, feature.Rows);
            rows = Math.Max(rows, feature.Rows);
        }

        signals.Set("drift.share", DriftedShare, rows);
        signals.Set("drift.count", Features.Count(f => f.Verdict == DriftVerdict.Drifted), rows);
    }
}
