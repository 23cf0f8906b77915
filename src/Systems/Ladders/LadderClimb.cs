using Bellwether.Data.Formats;
using System.Diagnostics;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Comparison;
using Bellwether.Evaluation.Intervals;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems.Ladders;

/// <summary>Fits every rung of a ladder on the same rows, judges all on the same other rows, and chooses the simplest that meets the
/// requirements and is not significantly worse than the best.</summary>
/// <param name="Rungs">From the simplest up.</param>
/// <param name="Metric">What rungs are compared by.</param>
/// <param name="Others">Metrics that are shown beside.</param>
/// <param name="ScoreBudget">The time that 99 of 100 scores must keep.</param>
/// <param name="Seed">All randomness.</param>
/// <param name="Threads">Threads that may work.</param>
internal sealed record LadderClimb(
    IReadOnlyList<Rung> Rungs, Metric Metric, IReadOnlyList<Metric> Others, TimeSpan ScoreBudget, Seed Seed, int Threads)
{
    /// <summary>Share of the training rows on which learners stop early and calibrate.</summary>
    private const double ValidationShare = 0.15;

    /// <summary>Told how far the climb has come.</summary>
    public IRunProgress Progress { get; init; } = NoProgress.Instance;

    /// <summary>Whether to judge every rung on a random split as well, to expose leaks.</summary>
    public bool WithRandomSplit { get; init; }

    /// <summary>Climbs.</summary>
    /// <param name="split">Rows to learn from and rows to be judged on.</param>
    /// <param name="cancellationToken">Checked by every fit.</param>
    /// <returns>The rungs in order, and the place of the chosen one.</returns>
    /// <exception cref="TrainingException">The rows cannot be learned from or judged on.</exception>
    public (IReadOnlyList<FittedRung> Rungs, int Chosen) Climb(Split split, CancellationToken cancellationToken)
    {
        var random = WithRandomSplit ? Split.AtRandom(Join(split), (double)split.Test.Rows / (split.Train.Rows + split.Test.Rows), Seed.Derive("random split")) : null;
        var fitted = new List<FittedRung>();
        for (var i = 0; i < Rungs.Count; i++)
        {
            Progress.Report("ladder", (double)i / Rungs.Count, Rungs[i].Name);
            fitted.Add(Judge(Rungs[i], split, random, cancellationToken));
        }

        Progress.Report("ladder", 1);
        var compared = Compare(fitted, split.Test);
        var chosen = compared.FindIndex(r => !r.IsWorse && r.P99Us <= ScoreBudget.TotalMicroseconds);
        return (compared, chosen >= 0 ? chosen : Best(compared));
    }

    /// <summary>Fits a rung on all rows, for use: its twin was judged without the test rows.</summary>
    public IModel Refit(Rung rung, Dataset all, CancellationToken cancellationToken) => Fit(rung, all, cancellationToken);

    private FittedRung Judge(Rung rung, Split split, Split? random, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var model = Fit(rung, split.Train, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var scores = new double[split.Test.Rows];
        model.Predict(split.Test, scores);
        var rows = new ScoredRows(scores, split.Test.Labels, split.Test.Weights);
        var evaluator = new Evaluator(new Bootstrap { Seed = Seed.Derive("intervals"), Threads = Threads, Resamples = 200 });
        var (p50, p99) = ScoreTime.Of(model, split.Test);
        return new FittedRung(rung, model, scores, evaluator.Estimate(Metric, rows, cancellationToken), seconds)
        {
            Bytes = ArtifactFormats.Save(model),
            Figures = [.. Others.Where(o => o.Task != MetricTask.Probability || model.Output == ModelOutput.Probability)
                .Select(o => (o.Name, evaluator.Estimate(o, rows, cancellationToken)))],
            P50Us = p50,
            P99Us = p99,
            RandomSplitValue = random is null ? double.NaN : RandomSplit(rung, random, cancellationToken),
        };
    }

    private double RandomSplit(Rung rung, Split random, CancellationToken cancellationToken)
    {
        var model = Fit(rung, random.Train, cancellationToken);
        var scores = new double[random.Test.Rows];
        model.Predict(random.Test, scores);
        return Metric.Of(scores, random.Test.Labels, random.Test.Weights);
    }

    private IModel Fit(Rung rung, Dataset rows, CancellationToken cancellationToken)
    {
        var context = new FitContext(Seed.Derive(rung.Name)) { Threads = Threads, CancellationToken = cancellationToken };
        if (rows.Rows < 20)
            return rung.Learner.Fit(rows, context);
        var inner = Split.AtRandom(rows, ValidationShare, Seed.Derive("validation"));
        return rung.Learner.Fit(inner.Train, context with { Validation = inner.Test });
    }

    /// <summary>Says of every rung whether it is significantly worse than the best of them.</summary>
    public List<FittedRung> Compare(IReadOnlyList<FittedRung> fitted, Dataset test)
    {
        var best = fitted[Best(fitted)];
        var pairs = new PairedBootstrap(new Bootstrap { Seed = Seed.Derive("comparison"), Threads = Threads, Resamples = 200 });
        return [.. fitted.Select(rung =>
        {
            if (rung == best)
                return rung with { Verdict = "the best" };
            var against = pairs.Compare(Metric, rung.Scores, best.Scores, test.Labels, test.Weights);
            return rung with
            {
                IsWorse = against.Verdict == Verdict.Worse,
                Verdict = against.Verdict == Verdict.Worse
                    ? WorseBy(against.Difference)
                    : "not distinguishable from the best",
            };
        })];
    }

    /// <summary>Written as a size, smaller bound first, whichever way the metric goes.</summary>
    private static string WorseBy(Estimate difference)
    {
        var (a, b) = (Math.Abs(difference.Low), Math.Abs(difference.High));
        return FormattableString.Invariant($"worse by {Math.Abs(difference.Value):0.####} [{Math.Min(a, b):0.####}, {Math.Max(a, b):0.####}]");
    }

    private int Best(IReadOnlyList<FittedRung> fitted)
    {
        var best = 0;
        for (var i = 1; i < fitted.Count; i++)
            if (double.IsNaN(fitted[best].Primary.Value) || Metric.IsBetter(fitted[i].Primary.Value, fitted[best].Primary.Value))
                best = i;
        return best;
    }

    private static Dataset Join(Split split)
    {
        var columns = new double[split.Train.Width][];
        for (var c = 0; c < columns.Length; c++)
            columns[c] = [.. split.Train.Column(c), .. split.Test.Column(c)];
        double[]? weights = split.Train.Weights.IsEmpty && split.Test.Weights.IsEmpty
            ? null
            : [.. Enumerable.Range(0, split.Train.Rows).Select(split.Train.Weight), .. Enumerable.Range(0, split.Test.Rows).Select(split.Test.Weight)];
        return new Dataset(split.Train.Schema, columns, [.. split.Train.Labels, .. split.Test.Labels], [.. split.Train.Times, .. split.Test.Times], weights);
    }
}
