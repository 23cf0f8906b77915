using System.Globalization;
using System.Text;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Documents;

/// <summary>Sections 5 to 9: architecture, deployment, risks, alternatives, the test score, and how to run it again.</summary>
internal static class OperationSections
{
    public static void Write(StringBuilder text, DesignDocument document, IReadOnlyList<string> plots)
    {
        Architecture(text, document);
        Deployment(text, document, plots);
        text.Append("\n## 7. Risks and mitigations\n\n");
        var risks = new MarkdownTable("risk", "mitigation");
        foreach (var risk in document.Design.Risks)
            risks.Row(risk.What, risk.Mitigation);
        text.Append(risks);
        DesignDocument.Bullets(text, "Attested by a person, not measured", document.Design.Attestations);
        if (document.Design.Alternatives.Count > 0)
        {
            text.Append("\n## 8. Alternatives considered\n\n");
            var table = new MarkdownTable("alternative", "why not");
            foreach (var alternative in document.Design.Alternatives)
                table.Row(alternative.What, alternative.WhyNot);
            text.Append(table);
        }

        if (document.Report is { } report)
            Appendix(text, document, report);
    }

    private static void Architecture(StringBuilder text, DesignDocument document)
    {
        var (name, facts) = (document.Design.Name, document.Facts);
        text.Append("\n## 5. System architecture\n\n```mermaid\nflowchart LR\n");
        text.Append(CultureInfo.InvariantCulture, $"  request[{facts.RequestType}] --> validate --> features[\"features ({facts.Features.Count})\"] --> arm{{arm by salted hash}}\n");
        text.Append("  arm --> model[\"the arm's model\"] --> decide --> answer\n  arm -. off the path .-> shadow[shadow models]\n");
        for (var i = 1; i < facts.Cascade.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"  {(i == 1 ? "model" : $"level{i - 1}")} -. fails or late .-> level{i}[\"{facts.Cascade[i]}\"]\n");
        text.Append(CultureInfo.InvariantCulture, $"  level{facts.Cascade.Count - 1} --> decide\n  decide --> log[(decision log)]\n  log --> features\n  log --> monitors --> alerts\n");
        text.Append("  outcomes --> log\n  log -. replay .-> training[training set] --> ladder --> registry[(registry)] --> rollout --> arm\n  alerts -. roll back .-> rollout\n  alerts -. retrain .-> training\n```\n");
        text.Append("\n| call | what it does |\n| --- | --- |\n");
        var events = facts.EventTypes.Count == 0 ? "" : $"| `POST /v1/systems/{name}/events` | takes events: {string.Join(", ", facts.EventTypes.Select(t => $"`{t}`"))} |\n";
        text.Append(CultureInfo.InvariantCulture, $"| `POST /v1/systems/{name}/decide` | decides one `{facts.RequestType}` or a batch |\n{events}| `POST /v1/systems/{name}/outcomes` | takes outcomes, joined by decision id |\n| `GET /v1/systems/{name}` | its state |\n| `POST /v2/models/{name}/infer` | plain inference by the Open Inference Protocol |\n| `GET /metrics`, `/health/live`, `/health/ready`, `/openapi/v1.json` | operation |\n");
    }

    private static void Deployment(StringBuilder text, DesignDocument document, IReadOnlyList<string> plots)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## 6. Deployment\n\nDecision: {document.Facts.Decision}\n\nFallback cascade: {string.Join(" → ", document.Facts.Cascade)}; the caller is told which level answered.\n\nRollout: {document.Facts.Rollout}\n");
        DesignDocument.Bullets(text, "Monitors", document.Facts.Monitors);
        if (document.Report is not { } report)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n**Decisions of this run**: {Figures.Number(report.Decisions.Count)}, in process p50 {Figures.Number(report.Decisions.P50Us)} µs, p99 {Figures.Number(report.Decisions.P99Us)} µs; by level: {string.Join(", ", report.Decisions.ByLevel.Select(p => $"{p.Key} {Figures.Number(p.Value)}"))}. Vectors derived again from the log: {Figures.Number(report.Decisions.Audited)}, of which {Figures.Number(report.Decisions.Mismatches)} differed in any bit.\n");
        if (report.Rollout.Count > 0)
        {
            text.Append("\n**Rollout history**\n\n");
            var table = new MarkdownTable("at", "version", "step", "outcome", "evidence");
            foreach (var step in report.Rollout)
                table.Row(Figures.Time(step.At), step.Version, step.Step, step.Outcome, step.Reason);
            text.Append(table);
        }

        DesignDocument.Image(text, plots, "business.svg", "Net value per day");
        DesignDocument.Image(text, plots, "quality.svg", "Quality on delayed labels");
        DesignDocument.Image(text, plots, "loss.svg", "Losses that outcomes reveal");
        DesignDocument.Image(text, plots, "drift.svg", "Drift");
        if (report.Faults.Count > 0)
        {
            text.Append("\n**Planted faults**\n\n");
            var table = new MarkdownTable("fault", "began", "detected after", "repaired after", "seen by");
            foreach (var fault in report.Faults)
                table.Row(fault.Detail.Length > 0 ? $"{fault.Kind}: {fault.Detail}" : fault.Kind, Figures.Time(fault.At),
                    Figures.Duration(fault.DetectedAt - fault.At), Figures.Duration(fault.RepairedAt - fault.At), fault.Signal);
            text.Append(table);
        }

        if (report.Alerts.Count > 0)
        {
            text.Append("\n**Alerts**\n\n");
            var table = new MarkdownTable("alert", "severity", "raised", "resolved", "said", "action");
            foreach (var alert in report.Alerts)
                table.Row(alert.Name, alert.Severity, Figures.Time(alert.RaisedAt), Figures.Time(alert.ResolvedAt), alert.Message, alert.Action);
            text.Append(table);
        }
    }

    private static void Appendix(StringBuilder text, DesignDocument document, RunReport report)
    {
        text.Append("\n## 9. ML test score\n\nThe 28 tests of Breck et al., \"The ML Test Score\" (2017), answered from this run: 1 done by machine and repeated, 0.5 done by hand and documented, 0 not done. The score is the least of the four sections.\n\n");
        var score = TestScore.Of(document.Design, report);
        var table = new MarkdownTable("section", "test", "score", "evidence");
        foreach (var test in score.Tests)
            table.Row(test.Section, test.Name, test.Points.ToString("0.0", CultureInfo.InvariantCulture), test.Evidence);
        text.Append(table);
        text.Append(CultureInfo.InvariantCulture, $"\nScore: **{score.Total:0.0}** ({string.Join(", ", score.Sections.Select(s => $"{s.Section} {s.Points.ToString("0.0", CultureInfo.InvariantCulture)}"))}).\n");
        text.Append(CultureInfo.InvariantCulture, $"\n## 10. Run it again\n\n```\nbellwether run {report.System} --seed {report.Seed}\n```\n\nFingerprint over events, models and rollout: `{report.Fingerprint}`.\n");
    }
}
