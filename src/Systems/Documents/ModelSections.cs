using System.Globalization;
using System.Text;
using Bellwether.Data.Training;

namespace Bellwether.Systems.Documents;

/// <summary>Section 4: the question, the features, the ladder, and how the chosen rung behaves.</summary>
internal static class ModelSections
{
    public static void Write(StringBuilder text, DesignDocument document, IReadOnlyList<string> plots)
    {
        var (design, facts) = (document.Design, document.Facts);
        text.Append(CultureInfo.InvariantCulture, $"\n## 4. Model\n\nTask: {(design.Task == Designs.MlTask.Regression ? "regression" : "binary classification")}. {design.Problem}\n");
        Ladder(text, document, plots);
        text.Append("\n### Features\n\nDefined once; the engine that serves them is the one that replays history for training.\n\n");
        var importance = document.Report?.Importance.ToDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal) ?? [];
        var table = new MarkdownTable("feature", "kind", "share of the model's movement", "says");
        foreach (var feature in facts.Features.Features)
            table.Row($"`{feature.Name}`", feature.Kind == FeatureKind.Numeric ? "number" : "category",
                importance.TryGetValue(feature.Name, out var share) ? (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "–", feature.Description);
        text.Append(table);
        DesignDocument.Image(text, plots, "importance.svg", "Share of the chosen model's movement by feature");
        if (document.Report is not { } report)
            return;
        text.Append("\n### How the chosen model behaves\n");
        DesignDocument.Bullets(text, "Ways to set the threshold", report.OperatingPoints);
        DesignDocument.Image(text, plots, "calibration.svg", "Calibration");
        if (report.Slices.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n**Slices** ({design.PrimaryMetric}, worst first)\n\n");
            var slices = new MarkdownTable("slice", "rows", design.PrimaryMetric);
            foreach (var slice in report.Slices)
                slices.Row(slice.Name, Figures.Number(slice.Rows), Figures.Interval(slice.Value, slice.Low, slice.High));
            text.Append(slices);
        }
    }

    private static void Ladder(StringBuilder text, DesignDocument document, IReadOnlyList<string> plots)
    {
        text.Append("\n### The ladder\n\nThe simplest rung that meets the requirements and is not significantly worse than the best is chosen.\n\n");
        if (document.Report is not { Ladder.Count: > 0 } report)
        {
            foreach (var rung in document.Facts.Ladder)
                text.Append(CultureInfo.InvariantCulture, $"1. {rung}\n");
            return;
        }

        var table = new MarkdownTable("rung", report.Ladder[0].Metric, "random split", "one score p50 / p99", "fit", "size", "per million", "against the best", "chosen");
        foreach (var rung in report.Ladder)
            table.Row(rung.Model, Figures.Interval(rung.Value, rung.Low, rung.High), Figures.Number(rung.RandomSplitValue),
                $"{Figures.Number(rung.P50Us)} / {Figures.Number(rung.P99Us)} µs", Figures.Duration(TimeSpan.FromSeconds(rung.TrainSeconds)), Figures.Bytes(rung.Bytes),
                "$" + rung.DollarsPerMillion.ToString("0.######", CultureInfo.InvariantCulture), rung.Verdict, rung.Chosen ? "**yes**" : "");
        text.Append(table);
        DesignDocument.Image(text, plots, "ladder.svg", "The ladder");
        text.Append("\nOther figures on the same rows:\n\n");
        var names = report.Ladder.SelectMany(r => r.Figures.Select(f => f.Name)).Distinct(StringComparer.Ordinal).ToList();
        var others = new MarkdownTable(["rung", .. names]);
        foreach (var rung in report.Ladder)
            others.Row([rung.Model, .. names.Select(n => rung.Figures.FirstOrDefault(f => f.Name == n) is { } f ? Figures.Interval(f.Value, f.Low, f.High) : "–")]);
        text.Append(others);
    }
}
