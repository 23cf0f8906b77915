using System.Xml.Linq;
using Bellwether.Gallery;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Plots;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Tests.Documents;

/// <summary>The design document and what it is made of.</summary>
public sealed class DocumentTests
{
    private const string Rewrite = "BELLWETHER_UPDATE_SNAPSHOTS";

    internal static readonly string[] Sections =
    [
        "## 1. Problem statement", "## 2. Scope and requirements", "## 3. Data", "## 4. Model", "### The ladder", "### Features", "## 5. System architecture", "```mermaid",
        "## 6. Deployment", "## 7. Risks and mitigations", "## 8. Alternatives considered",
    ];

    public static TheoryData<string> Gallery() => [.. SystemGallery.All.Select(s => s.Design.Name)];

    [Theory, MemberData(nameof(Gallery))]
    public void Without_a_run_the_document_states_the_claims_as_written_down(string system)
    {
        var program = SystemGallery.All.Single(s => s.Design.Name == system).Compile();
        var text = new DesignDocument(program.Design, program.Facts, null).ToMarkdown([]);
        var at = -1;
        foreach (var section in Sections)
        {
            var next = text.IndexOf(section, StringComparison.Ordinal);
            Assert.True(next > at, $"'{section}' must stand in the document after the section before it.");
            at = next;
        }

        Assert.Contains("No run has measured this design yet", text, StringComparison.Ordinal);
        var path = Path.Combine(Checkout.Root, "tests", "Systems", "Documents", "Snapshots", system + ".md");
        if (Environment.GetEnvironmentVariable(Rewrite) is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path) && File.ReadAllText(path) == text,
            $"The design document of {system} must be the one in {path}. When the change is meant, write it down and review the diff: {Rewrite}=1 dotnet test tests/Systems");
    }

    [Fact]
    public void Table_cells_are_escaped_and_an_empty_table_is_nothing()
    {
        var table = new MarkdownTable("a", "b");
        Assert.Equal("", table.ToString());
        table.Row("x | y", "one\ntwo\r\nthree");
        Assert.Equal("| a | b |\n| --- | --- |\n| x \\| y | one two three |\n", table.ToString());
    }

    [Fact]
    public void Plots_are_well_formed_xml_whatever_they_are_given()
    {
        string[] names = ["plain", "a < b & \"c\" > 'd'", "größer – µs", ""];
        double[][] values = [[], [double.NaN], [0, 0, 0], [1, double.NaN, 3], [-1e12, 1e12], [1e-12, 2e-12], [double.PositiveInfinity, 1]];
        foreach (var name in names)
            foreach (var value in values)
            {
                double[] x = [.. value.Select((_, i) => (double)i)];
                var chart = new LineChart(name, name, name) { Series = [new LineSeries(name, x, value), new LineSeries(name, x, value, Dashed: true)], Marks = [new Mark(1, name)] };
                AssertPlot(chart.ToSvg(), name);
                AssertPlot(new IntervalChart(name, [.. value.Select(v => (name, v, v - 1, v + 1, true))]).ToSvg(), name);
                AssertPlot(new IntervalChart(name, [.. value.Select(v => (name, v, double.NaN, double.NaN, false))]) { Bars = true }.ToSvg(), name);
            }
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(double.NaN, "–")]
    [InlineData(1234567.8, "1,234,568")]
    [InlineData(12.34, "12.3")]
    [InlineData(600.0, "600")]
    [InlineData(0.12345, "0.1235")]
    [InlineData(0.00012, "0.00012")]
    public void Numbers_are_written_with_the_digits_they_deserve(double value, string text) => Assert.Equal(text, Figures.Number(value));

    [Fact]
    public void A_run_of_nothing_scores_low_and_a_full_one_high()
    {
        var design = SystemGallery.All[0].Design;
        var nothing = TestScore.Of(design with { Attestations = [] }, Empty);
        var full = TestScore.Of(design, Full);
        Assert.Equal(28, nothing.Tests.Count);
        Assert.Equal(["data", "model", "infrastructure", "monitoring"], nothing.Sections.Select(s => s.Section));
        Assert.All(nothing.Tests.Concat(full.Tests), t => Assert.Contains(t.Points, new[] { 0, 0.5, 1.0 }));
        Assert.All(nothing.Tests.Zip(full.Tests), pair => Assert.True(pair.First.Points <= pair.Second.Points, pair.First.Name));
        Assert.Equal(full.Sections.Min(s => s.Points), full.Total);
        Assert.InRange(nothing.Total, 0, 3);
        Assert.InRange(full.Total, 4, 7);
        Assert.True(nothing.Total < full.Total);
    }

    [Fact]
    public void A_report_survives_its_json_and_says_null_where_there_is_no_number()
    {
        var json = ReportJson.Write(Full with { Series = [new SeriesReport("quality/x", [0, 1], [double.NaN, 2])] });
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        var back = ReportJson.Read<RunReport>(json);
        Assert.Equal(json, ReportJson.Write(back));
        Assert.True(double.IsNaN(back.Series[0].Values[0]));
        var root = System.Text.Json.JsonDocument.Parse(json).RootElement;
        AssertKeys(root.GetProperty("rollout")[0], "version", "step", "outcome", "reason", "at");
        AssertKeys(root.GetProperty("faults")[0], "kind", "at", "detectedAt", "repairedAt");
        AssertKeys(root.GetProperty("ladder")[0], "model", "metric", "value", "low", "high", "p50Us", "p99Us", "trainSeconds", "bytes", "chosen");
    }

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    private static RunReport Empty => new("card-fraud", new DataReport("nothing", 0, Day(0), Day(1)), [], new DecisionsReport(0, 0, 0, new Dictionary<string, long>()), [], [], [], "");

    private static RunReport Full => Empty with
    {
        Ladder = [new RungReport("rules", "pr_auc", 0.2, 0.1, 0.3, 1, 2, 0.1, 100, false), new RungReport("trees", "pr_auc", 0.8, 0.7, 0.9, 1, 2, 0.1, 100, true)],
        Decisions = new DecisionsReport(100, 5, 9, new Dictionary<string, long> { ["model"] = 100 }) { Audited = 100 },
        Rollout = [new("v1", "full", "completed", "fine", Day(20)), new("v2", "shadow", "promoted", "fine", Day(41)), new("v2", "full", "completed", "fine", Day(45))],
        Faults = [new("new pattern", Day(40), Day(41), Day(45))],
        Alerts = [new("losses", "warning", Day(41), Day(45), "twice as high", "retrain")],
        Slices = [new("amount below 20", 0.5, 0.4, 0.6)],
        Importance = [new("amount", 0.7, double.NaN, double.NaN)],
        Calibration = [new("0.1", 0.1, 0.05, 0.15)],
        Gates = [new("fast", "yes", true)],
    };

    private static void AssertPlot(string svg, string title)
    {
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        Assert.Equal(title, root.Element(root.Name.Namespace + "title")!.Value);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", svg, StringComparison.Ordinal);
    }

    private static void AssertKeys(System.Text.Json.JsonElement element, params string[] keys) =>
        Assert.Superset(keys.ToHashSet(), element.EnumerateObject().Select(p => p.Name).ToHashSet());
}
