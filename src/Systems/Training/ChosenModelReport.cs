using System.Globalization;
using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Calibration;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Evaluation.Slices;
using Bellwether.Evaluation.Thresholds;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Training;

/// <summary>How the chosen rung behaves on the test rows: slices, calibration, thresholds, what moves it.</summary>
internal static class ChosenModelReport
{
    private const int ExplainedRows = 2_000, SmallestSlice = 50;

    /// <summary>The primary metric by slice, worst first.</summary>
    public static IReadOnlyList<FigureReport> Slices<TRequest, TDecision>(TrainedLadder<TRequest> ladder, SystemDefinition<TRequest, TDecision> definition)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        var metric = MetricCatalogue.Parse(definition.Design.PrimaryMetric);
        var evaluator = new Evaluator(new Bootstrap { Resamples = 200 });
        var figures = new List<FigureReport>();
        foreach (var slice in definition.Slices)
        {
            var groups = ladder.TestRequests.Select(r => slice.Of(r)).ToArray();
            if (groups.All(g => g is null))
                continue;
            var report = SliceReport.Of(metric, ladder.ChosenRung.Scores, ladder.Test.Labels, [.. groups.Select(g => g ?? "unknown")], ladder.Test.Weights, evaluator);
            figures.AddRange(report.Slices.Where(s => s.Support >= SmallestSlice && double.IsFinite(s.Estimate.Value)).Select(s =>
                new FigureReport($"{slice.Name} = {s.Slice}" + (s.IsSignificantlyWorse ? " (significantly worse)" : ""), s.Estimate.Value, s.Estimate.Low, s.Estimate.High) { Rows = s.Support }));
        }

        return [.. figures.OrderBy(f => metric.HigherIsBetter ? f.Value : -f.Value)];
    }

    /// <summary>Observed against predicted, in ten bins of equal mass; empty for models that give no probability.</summary>
    public static IReadOnlyList<FigureReport> Calibration<TRequest>(TrainedLadder<TRequest> ladder) =>
        ladder.ChosenRung.Judged.Output != ModelOutput.Probability ? []
        : [.. CalibrationCurve.Of(RowsOf(ladder), 10, BinKind.EqualMass).Bins.Where(b => b.Count > 0)
            .Select(b => new FigureReport(b.Predicted.ToString("R", CultureInfo.InvariantCulture), b.Observed, b.Low, b.High) { Rows = b.Count })];

    /// <summary>Ways to set one fixed threshold, a line each; empty for regression.</summary>
    public static IReadOnlyList<string> OperatingPoints<TRequest>(TrainedLadder<TRequest> ladder, MlTask task)
    {
        if (task != MlTask.BinaryClassification)
            return [];
        var rows = RowsOf(ladder);
        var lines = new List<string> { Line("recall at a false-positive rate of at most 1 %", ThresholdChoice.ByFalsePositiveRate(rows, 0.01)) };
        lines.Add(Line("least cost when a miss costs ten false alarms", ThresholdChoice.ByCost(rows, new CostMatrix(1, 10))));
        if (ThresholdChoice.ByPrecision(rows, 0.5) is { } precise)
            lines.Add(Line("precision of at least 50 %", precise));
        if (ThresholdChoice.ByFBeta(rows) is { } balanced)
            lines.Add(Line("best F1", balanced));
        return lines;
    }

    /// <summary>The share that each feature has in the movement of scores, largest first: mean absolute contribution on up to 2,000 test
    /// rows, spread evenly. Empty for models that cannot say.</summary>
    public static IReadOnlyList<FigureReport> Importance<TRequest>(TrainedLadder<TRequest> ladder)
    {
        if (ladder.ChosenRung.Judged.Explaining() is not { } model || ladder.Test.Rows == 0)
            return [];
        var sums = new double[ladder.Test.Width];
        var (row, contributions) = (new double[ladder.Test.Width], new double[ladder.Test.Width]);
        var count = Math.Min(ExplainedRows, ladder.Test.Rows);
        for (var i = 0; i < count; i++)
        {
            ladder.Test.CopyRow((int)((long)i * ladder.Test.Rows / count), row);
            model.Explain(row, contributions);
            for (var f = 0; f < sums.Length; f++)
                sums[f] += Math.Abs(contributions[f]);
        }

        var total = sums.Sum();
        return total > 0
            ? [.. sums.Select((s, f) => new FigureReport(ladder.Test.Schema[f].Name, s / total, double.NaN, double.NaN)).OrderByDescending(f => f.Value)]
            : [];
    }

    /// <summary>The weighted mean label of rows.</summary>
    public static double MeanLabel(Dataset rows)
    {
        double sum = 0, weights = 0;
        for (var i = 0; i < rows.Rows; i++)
        {
            sum += rows.Weight(i) * rows.Labels[i];
            weights += rows.Weight(i);
        }

        return weights > 0 ? sum / weights : double.NaN;
    }

    private static ScoredRows RowsOf<TRequest>(TrainedLadder<TRequest> ladder) => new(ladder.ChosenRung.Scores, ladder.Test.Labels, ladder.Test.Weights);

    private static string Line(string name, OperatingPoint point) => FormattableString.Invariant(
        $"{name}: threshold {point.Threshold:0.####}, precision {point.Precision.Value:0.###} [{point.Precision.Low:0.###}, {point.Precision.High:0.###}], recall {point.Recall.Value:0.###} [{point.Recall.Low:0.###}, {point.Recall.High:0.###}], false-positive rate {point.FalsePositiveRate.Value:0.####}, flagged {point.FlaggedShare.Value * 100:0.##} %");
}
