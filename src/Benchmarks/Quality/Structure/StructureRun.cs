using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;

namespace Bellwether.Benchmarks.Quality.Structure;

/// <summary>Fits a learner, judges it on test rows.</summary>
internal static class StructureRun
{
    /// <summary>Areas under the ROC and the precision-recall curve.</summary>
    public static IEnumerable<QualityRow> Ranking(QualityContext context, string method, ILearner learner, Dataset train, Dataset test, string? note = null)
    {
        var (scores, seconds) = Scores(context, method, learner, train, test);
        foreach (var metric in new[] { MetricCatalogue.RocAuc, MetricCatalogue.PrAuc })
            yield return new QualityRow(method, metric.Name, new Evaluator().Estimate(metric, scores, test.Labels), true, seconds) { Note = note };
    }

    /// <summary>The share of rows whose label is not the one predicted: the nearest whole number to the score, a half towards 1.</summary>
    public static QualityRow Error(QualityContext context, string method, ILearner learner, Dataset train, Dataset test)
    {
        var (scores, seconds) = Scores(context, method, learner, train, test);
        double[] wrong = [.. scores.Select((s, r) => Math.Floor(s + 0.5) == test.Labels[r] ? 0.0 : 1)];
        return new QualityRow(method, "error", new Bootstrap { Threads = context.Threads }.Mean(wrong, context.CancellationToken), false, seconds);
    }

    private static (double[] Scores, double Seconds) Scores(QualityContext context, string method, ILearner learner, Dataset train, Dataset test)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        context.Progress.Report(method);
        var began = Stopwatch.GetTimestamp();
        var model = learner.Fit(train, context.Fit);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var scores = new double[test.Rows];
        model.Predict(test, scores);
        return (scores, seconds);
    }
}
