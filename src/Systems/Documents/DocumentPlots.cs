using Bellwether.Systems.Designs;
using Bellwether.Systems.Plots;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Documents;

/// <summary>The plots of a design document, by file name.</summary>
internal static class DocumentPlots
{
    public static IReadOnlyDictionary<string, string> Of(Design design, RunReport report)
    {
        var plots = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (report.Ladder.Count > 0)
            plots["ladder.svg"] = new IntervalChart($"The ladder: {design.PrimaryMetric} on the judging rows, 95 % intervals",
                [.. report.Ladder.Select(r => (r.Model, r.Value, r.Low, r.High, r.Chosen))]).ToSvg();
        if (report.Importance.Count > 0)
            plots["importance.svg"] = new IntervalChart("Share of the chosen model's movement, by feature",
                [.. report.Importance.Take(15).Select(i => (i.Name, i.Value, double.NaN, double.NaN, true))]) { Bars = true }.ToSvg();
        if (report.Calibration.Count > 0)
            plots["calibration.svg"] = Calibration(report);
        foreach (var group in report.Series.GroupBy(s => s.Name.Split('/')[0]))
            plots[group.Key + ".svg"] = OverDays(group.Key, [.. group], report);
        return plots;
    }

    private static string Calibration(RunReport report)
    {
        var means = report.Calibration.Select(c => double.Parse(c.Name, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var top = Math.Max(means.Max(), report.Calibration.Max(c => c.Value));
        return new LineChart("Calibration: observed against predicted, with 95 % intervals", "mean score", "observed mean label")
        {
            Series =
            [
                new LineSeries("observed", means, [.. report.Calibration.Select(c => c.Value)]),
                new LineSeries("low", means, [.. report.Calibration.Select(c => c.Low)], Dashed: true),
                new LineSeries("high", means, [.. report.Calibration.Select(c => c.High)], Dashed: true),
                new LineSeries("perfect", [0, top], [0, top], Dashed: true),
            ],
        }.ToSvg();
    }

    private static string OverDays(string name, IReadOnlyList<SeriesReport> series, RunReport report)
    {
        var start = report.Data.From;
        var marks = report.Faults.Select(f => new Mark((f.At - start).TotalDays, f.Kind))
            .Concat(report.Rollout.Where(r => r.Outcome == "completed").Select(r => new Mark((r.At - start).TotalDays, r.Version + " full")));
        return new LineChart(Titles.GetValueOrDefault(name, name), "day", "")
        {
            Series = [.. series.Select(s => new LineSeries(s.Name[(s.Name.IndexOf('/', StringComparison.Ordinal) + 1)..], s.Days, s.Values))],
            Marks = [.. marks.OrderBy(m => m.X)],
        }.ToSvg();
    }

    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["business"] = "Value per day",
        ["quality"] = "Quality on delayed labels, by the day of the decision",
        ["drift"] = "Drift against the reference (PSI), the features that moved most",
        ["loss"] = "What outcomes reveal, as a factor of its reference (1 and less may be chance)",
        ["labels"] = "Mean label per day",
    };
}
