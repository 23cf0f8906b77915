using Bellwether.Systems.Designs;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Documents;

/// <summary>The ML Test Score of a run (Breck et al., 2017): what can be read off the run is read off it, the rest needs a person.</summary>
/// <param name="Tests">The 28 tests.</param>
internal sealed record TestScore(IReadOnlyList<(string Section, string Name, double Points, string Evidence)> Tests)
{
    public IEnumerable<(string Section, double Points)> Sections => Tests.GroupBy(t => t.Section).Select(g => (g.Key, g.Sum(t => t.Points)));

    public double Total => Sections.Min(s => s.Points);

    public static TestScore Of(Design design, RunReport report)
    {
        var attested = design.Attestations.Count > 0;
        var rolledOut = report.Rollout.Count > 0;
        var audited = report.Decisions is { Audited: > 0, Mismatches: 0 };
        var repaired = report.Faults.Any(f => f.RepairedAt is not null);
        var retrained = report.Rollout.Select(r => r.Version).Distinct().Count() > 1;
        return new TestScore(
        [
            ("data", "feature expectations in a schema", 1, "event contracts reject what does not fit; profile stored as reference"),
            ("data", "all features beneficial", report.Importance.Count > 0 ? 0.5 : 0, "share of movement per feature measured; no ablation"),
            ("data", "no feature's cost too much", 1, "vector computed in process, latency measured"),
            ("data", "features adhere to meta-level requirements", attested ? 0.5 : 0, attested ? "attested by a person" : "nobody attested it"),
            ("data", "privacy controls in the pipeline", attested ? 0.5 : 0, attested ? "attested by a person" : "nobody attested it"),
            ("data", "new features can be added quickly", 1, "one line in the definition serves training and serving"),
            ("data", "all input feature code tested", 1, "windows agree exactly with plain SQL in the suite"),
            ("model", "specs reviewed and checked in", attested ? 0.5 : 0, "the definition is the checked-in program"),
            ("model", "offline and online metrics correlate", rolledOut ? 1 : 0, rolledOut ? "quality on delayed labels tracked beside the hold-out" : "nothing was rolled out"),
            ("model", "hyper-parameters tuned", 0, "fixed by the definition"),
            ("model", "impact of staleness known", retrained ? 1 : 0, retrained ? "quality before and after retraining on the same stream" : "no retraining in this run"),
            ("model", "a simpler model is not better", report.Ladder.Count > 1 ? 1 : 0, "every rung measured with intervals"),
            ("model", "quality sufficient on important slices", report.Slices.Count > 0 ? 1 : 0, $"{report.Slices.Count} slices with intervals"),
            ("model", "tested for inclusion", attested ? 0.5 : 0, attested ? "attested by a person" : "nobody attested it"),
            ("infrastructure", "training reproducible", report.Fingerprint.Length > 0 ? 1 : 0, $"fingerprint {report.Fingerprint}"),
            ("infrastructure", "model specs unit-tested", 1, "laws for every learner in the suite"),
            ("infrastructure", "pipeline integration-tested", 1, "this run"),
            ("infrastructure", "quality validated before serving", report.Gates.Count > 0 ? 1 : 0, $"{report.Gates.Count(g => g.Passed)} of {report.Gates.Count} claims hold"),
            ("infrastructure", "model debuggable", 1, "decisions log vector, score and reasons; any one can be replayed"),
            ("infrastructure", "canary before serving", rolledOut ? 1 : 0, rolledOut ? $"{report.Rollout.Count} guarded steps" : "nothing was rolled out"),
            ("infrastructure", "roll-back", rolledOut ? 1 : 0.5, "automatic by guardrails; by hand with one command"),
            ("monitoring", "dependency changes notify", 0.5, "contracts refuse unknown fields; missing rates are watched"),
            ("monitoring", "data invariants hold in training and serving", 1, "one contract, one engine"),
            ("monitoring", "training and serving not skewed", audited ? 1 : 0, audited ? $"{Figures.Number(report.Decisions.Audited)} vectors derived again, none differs" : "not audited in this run"),
            ("monitoring", "models not too stale", rolledOut ? 1 : 0, "model age is watched"),
            ("monitoring", "numerically stable", 1, "a score that is not finite falls to the next level of the cascade"),
            ("monitoring", "computing performance has not regressed", report.Decisions.Count > 0 ? 1 : 0, $"p99 {Figures.Number(report.Decisions.P99Us)} µs against the claim"),
            ("monitoring", "prediction quality has not regressed", repaired ? 1 : rolledOut ? 0.5 : 0, repaired ? "a planted fault was seen and repaired" : "no fault was repaired in this run"),
        ]);
    }
}
