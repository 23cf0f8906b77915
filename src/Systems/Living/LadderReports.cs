using Bellwether.Systems.Ladders;
using Bellwether.Systems.Reports;
using Bellwether.Systems.Training;

namespace Bellwether.Systems.Living;

/// <summary>Turns a climbed ladder into lines of a report.</summary>
internal static class LadderReports
{
    /// <summary>The price of a core for an hour by which costs are told: a usual on-demand price of a general-purpose cloud machine.</summary>
    private const double DollarsPerCoreHour = 0.05;

    public static IReadOnlyList<RungReport> Of<TRequest>(TrainedLadder<TRequest> ladder, string metric, IReadOnlyList<string> versions) =>
        [.. ladder.Rungs.Select((rung, i) => Of(rung, metric, i == ladder.Chosen, i < versions.Count ? versions[i] : ""))];

    public static IReadOnlyList<RungReport> Of(IReadOnlyList<FittedRung> rungs, string metric, int chosen, string version) =>
        [.. rungs.Select((rung, i) => Of(rung, metric, i == chosen, i == chosen ? version : ""))];

    public static IReadOnlyList<FigureReport> Figures(FittedRung rung, string metric, int rows) =>
    [
        new FigureReport(metric, rung.Primary.Value, rung.Primary.Low, rung.Primary.High) { Rows = rows },
        .. rung.Figures.Select(f => new FigureReport(f.Name, f.Estimate.Value, f.Estimate.Low, f.Estimate.High) { Rows = rows }),
    ];

    private static RungReport Of(FittedRung rung, string metric, bool chosen, string version) =>
        new(rung.Rung.Name, metric, rung.Primary.Value, rung.Primary.Low, rung.Primary.High, rung.P50Us, rung.P99Us, rung.TrainSeconds, rung.Bytes.Length, chosen)
        {
            Version = version,
            Figures = [.. Figures(rung, metric, rung.Scores.Length).Skip(1)],
            RandomSplitValue = rung.RandomSplitValue,
            Verdict = rung.Verdict,
            DollarsPerMillion = rung.P50Us / 3600 * DollarsPerCoreHour,
        };
}
