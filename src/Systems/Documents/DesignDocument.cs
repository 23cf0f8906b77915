using System.Globalization;
using System.Text;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Documents;

/// <summary>Writes the design document of a system in Markdown, every claim beside its measurement, with plots as SVG files beside it.</summary>
/// <remarks>The sections are those of the guide's template: problem, scope and requirements, data, model, architecture, deployment, risks.
/// Without a run the claims stand alone and say so.</remarks>
/// <param name="Design">What the system states.</param>
/// <param name="Facts">What its definition says.</param>
/// <param name="Report">What the last run measured; null when none ran.</param>
public sealed record DesignDocument(Design Design, SystemFacts Facts, RunReport? Report)
{
    /// <summary>Writes <c>design.md</c> and its plots into a folder.</summary>
    /// <returns>The path of the document.</returns>
    public string WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        var plots = Report is null ? new Dictionary<string, string>() : DocumentPlots.Of(Design, Report);
        foreach (var (file, svg) in plots)
            File.WriteAllText(Path.Combine(folder, file), svg);
        var path = Path.Combine(folder, "design.md");
        File.WriteAllText(path, ToMarkdown([.. plots.Keys]));
        return path;
    }

    /// <summary>The document's text.</summary>
    /// <param name="plots">The files of the plots that stand beside it.</param>
    public string ToMarkdown(IReadOnlyList<string> plots)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Title(Design.Name)}: design\n\n");
        text.Append(Report is null
            ? "_No run has measured this design yet: `bellwether run " + Design.Name + "` does._\n"
            : $"_Written from a run on {Report.Data.Source} (seed {Report.Seed}, {Figures.Number(Report.Data.Events)} events, {Figures.Time(Report.Data.From)} to {Figures.Time(Report.Data.To)} UTC). Every figure below is what that run measured; intervals are 95 %._\n");
        ProblemSections.Write(text, this, plots);
        ModelSections.Write(text, this, plots);
        OperationSections.Write(text, this, plots);
        return text.ToString();
    }

    internal static void Image(StringBuilder text, IReadOnlyList<string> plots, string file, string alternative)
    {
        if (plots.Contains(file, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"\n![{alternative}]({file})\n");
    }

    internal static void Bullets(StringBuilder text, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n**{heading}**\n\n");
        foreach (var line in lines)
            text.Append(CultureInfo.InvariantCulture, $"* {line}\n");
    }

    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
}
