using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;

namespace Bellwether.Benchmarks.Quality;

/// <summary>A case of plain rows: learners are fitted on training rows and judged on test rows.</summary>
public abstract class TabularCase : QualityCase
{
    /// <summary>The learners, in the order of the table.</summary>
    protected abstract IReadOnlyList<QualityMethod> Methods { get; }

    /// <summary>What scores are judged by; empty where <see cref="Judge"/> does it all.</summary>
    protected abstract IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Reads the documented split.</summary>
    /// <returns>Training rows, rows for early stopping (null for none), test rows.</returns>
    protected abstract (Dataset Train, Dataset? Validation, Dataset Test) Load(QualityContext context);

    /// <inheritdoc/>
    public sealed override IEnumerable<QualityRow> Run(QualityContext context)
    {
        var (train, validation, test) = Load(context);
        foreach (var method in Methods)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report(method.Label);
            var shape = method.Rows ?? (rows => rows);
            var started = Stopwatch.GetTimestamp();
            var model = method.Learner.Fit(shape(train), context.Fit with { Validation = validation is null ? null : shape(validation) });
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            foreach (var (metric, value, up) in Judge(model, shape(test)).Concat(method.JudgeTrain ? OnTrain(model, shape(train)) : []))
            {
                var published = method.PublishedMetric == metric;
                yield return new QualityRow(method.Label, metric, value, up, seconds)
                {
                    Published = published ? method.Published : null, PublishedBy = published ? method.PublishedBy : null, Note = method.Note,
                };
            }
        }
    }

    private IEnumerable<(string Metric, Estimate Value, bool HigherIsBetter)> OnTrain(IModel model, Dataset train) =>
        Judge(model, train).Select(j => ($"{j.Metric} on train", j.Value, j.HigherIsBetter));

    /// <summary>The figures of a model on test rows: by <see cref="Metrics"/> on its scores unless overridden; a margin is no probability, and is not judged as one.</summary>
    protected virtual IEnumerable<(string Metric, Estimate Value, bool HigherIsBetter)> Judge(IModel model, Dataset test)
    {
        var scores = Scores(model, test);
        var rows = new ScoredRows(scores, test.Labels, test.Weights);
        foreach (var metric in Metrics.Where(m => model.Output != ModelOutput.Score || m.Task != MetricTask.Probability))
            yield return (metric.Name, new Evaluator().Estimate(metric, rows), metric.HigherIsBetter);
    }
    /// <summary>Scores (n) that 0.5 divides into two classes: the probability of class 1 where a model gives classes, a margin moved by a half.</summary>
    protected static double[] Scores(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        if (model is IClassifier { Classes: 2 } classes)
        {
            var probabilities = new double[2 * rows.Rows];
            classes.Probabilities(rows, probabilities);
            for (var row = 0; row < scores.Length; row++)
                scores[row] = probabilities[(2 * row) + 1];
            return scores;
        }

        model.Predict(rows, scores);
        return model.Output == ModelOutput.Score ? Array.ConvertAll(scores, s => s + 0.5) : scores;
    }
}
