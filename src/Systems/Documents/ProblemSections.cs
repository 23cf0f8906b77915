using System.Globalization;
using System.Text;
using Bellwether.Systems.Designs;

namespace Bellwether.Systems.Documents;

/// <summary>Sections 1 to 3: the problem, scope and requirements, data.</summary>
internal static class ProblemSections
{
    public static void Write(StringBuilder text, DesignDocument document, IReadOnlyList<string> plots)
    {
        Problem(text, document);
        Scope(text, document);
        Data(text, document, plots);
    }

    private static void Problem(StringBuilder text, DesignDocument document)
    {
        var design = document.Design;
        text.Append(CultureInfo.InvariantCulture, $"\n## 1. Problem statement\n\n{design.Goal}.\n");
        if (design.SeenIn.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nSeen in: {string.Join(", ", design.SeenIn)}.\n");
        text.Append("\n**Success criteria** (the business is judged by these, not by the model's metrics)\n\n");
        var table = document.Report is { Business.Count: > 0 }
            ? new MarkdownTable("figure", "better", "limit", "measured", "first rung alone", "with the truth known", "kept")
            : new MarkdownTable("figure", "better", "limit");
        foreach (var metric in design.Business)
        {
            var better = metric.Direction == Direction.Up ? "up" : "down";
            var limit = metric.Limit is { } l ? Figures.WithUnit(l, metric.Unit.ToString()) : "–";
            if (document.Report?.Business.FirstOrDefault(b => b.Name == metric.Name) is { } m)
                table.Row(metric.Name, better, limit, Figures.WithUnit(m.Value, m.Unit), Figures.WithUnit(m.Baseline, m.Unit), Figures.WithUnit(m.Oracle, m.Unit), m.Kept ? "yes" : "**no**");
            else if (document.Report is not { Business.Count: > 0 })
                table.Row(metric.Name, better, limit);
        }

        foreach (var extra in document.Report?.Business.Where(b => design.Business.All(m => m.Name != b.Name)) ?? [])
            table.Row(extra.Name, "up", "–", Figures.WithUnit(extra.Value, extra.Unit), Figures.WithUnit(extra.Baseline, extra.Unit), Figures.WithUnit(extra.Oracle, extra.Unit), "–");
        text.Append(table);
    }

    private static void Scope(StringBuilder text, DesignDocument document)
    {
        var design = document.Design;
        text.Append("\n## 2. Scope and requirements\n");
        if (design.Users.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nUsers: {design.Users}.\n");
        DesignDocument.Bullets(text, "In scope", design.InScope);
        DesignDocument.Bullets(text, "Out of scope", design.OutOfScope);
        text.Append("\n**Requirements, each beside its measurement**\n\n");
        if (document.Report is { Gates.Count: > 0 } report)
        {
            var table = new MarkdownTable("claim", "measured", "holds");
            foreach (var gate in report.Gates)
                table.Row(gate.Claim, gate.Measured, gate.Passed ? "yes" : "**no**");
            text.Append(table);
            return;
        }

        var plain = new MarkdownTable("requirement", "value");
        plain.Row("users", Figures.Number(design.Scale.Users));
        plain.Row("decisions per second, average and peak", $"{Figures.Number(design.Scale.RequestsPerSecond)}, {Figures.Number(design.Scale.PeakRequestsPerSecond)}");
        plain.Row("latency, 99th percentile", Figures.Duration(design.Latency.P99));
        plain.Row("deadline", Figures.Duration(design.Latency.EffectiveDeadline));
        plain.Row("answered by a model", (design.Availability * 100).ToString("0.###", CultureInfo.InvariantCulture) + " %");
        text.Append(plain);
    }

    private static void Data(StringBuilder text, DesignDocument document, IReadOnlyList<string> plots)
    {
        text.Append("\n## 3. Data\n");
        if (document.Design.DataSources.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{document.Design.DataSources}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nLabel: {document.Facts.Label}\n");
        if (document.Report?.Data is { } data)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nThis run: {Figures.Number(data.Events)} events from {data.Source}, {Figures.Time(data.From)} to {Figures.Time(data.To)} UTC; {Figures.Number(data.TrainRows)} rows to learn from, {Figures.Number(data.TestRows)} to be judged on, mean label {Figures.Number(data.LabelMean)}.\n");
            if (data.Split.Length > 0)
                text.Append(CultureInfo.InvariantCulture, $"\nSplit: {data.Split}\n");
            DesignDocument.Bullets(text, "Columns to fields", data.Mapping);
            DesignDocument.Bullets(text, "Notes", data.Notes);
        }

        text.Append(CultureInfo.InvariantCulture, $"\n**Schema of `{document.Facts.RequestType}`**\n\n");
        var table = new MarkdownTable("field", "must be", "required", "says");
        foreach (var field in document.Facts.RequestFields)
            table.Row($"`{field.Name}`", field.MustBe, field.Required ? "yes" : "no", field.Description);
        text.Append(table);
        if (document.Facts.EventTypes.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\nOther events: {string.Join(", ", document.Facts.EventTypes.Select(t => $"`{t}`"))}.\n");
        DesignDocument.Image(text, plots, "labels.svg", "Mean label over time");
    }
}
