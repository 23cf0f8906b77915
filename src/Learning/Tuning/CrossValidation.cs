using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Numerics;
using Bellwether.Numerics.Distributions;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>Judges learners by fitting them on each fold's training rows and scoring them on its test rows. Immutable: every learner is
/// judged on the same folds.</summary>
/// <remarks>The score is the mean over folds; its 95 % interval is Student's t over them. Training rows overlap between folds, so that
/// the interval is somewhat too narrow (Bengio and Grandvalet, "No unbiased estimator of the variance of k-fold cross-validation", 2004);
/// one fold gives none.</remarks>
public sealed class CrossValidation
{
    private readonly Dataset _rows;
    private readonly IReadOnlyList<Fold> _folds;
    private readonly Func<IModel, Dataset, double> _score;
    private readonly RowSample _sample;
    private readonly Seed _seed;

    /// <summary>Cuts the rows.</summary>
    /// <param name="rows">The rows to tune on: never those on which the winner is judged afterwards.</param>
    /// <param name="splitter">How to cut them.</param>
    /// <param name="score">The score of a model on test rows.</param>
    /// <param name="seed">Draws the folds.</param>
    /// <exception cref="TrainingException">The rows cannot be cut so.</exception>
    public CrossValidation(Dataset rows, ISplitter splitter, Func<IModel, Dataset, double> score, Seed seed)
    {
        (_rows, _score, _seed) = (rows, score, seed);
        _folds = splitter.Split(rows, seed.Derive("folds"));
        _sample = new RowSample(rows, seed.Derive("share"));
    }

    /// <summary>How many folds there are.</summary>
    public int Folds => _folds.Count;

    /// <summary>The share, in [0, 1), of each fold's training rows, drawn at random, on which learners may stop early; 0, the default, for none.</summary>
    public double ValidationShare { get; init => field = Require.InRange(value, 0, 0.99); }

    /// <summary>Looks at the model of the last fold, by time the one that learned from most rows, and its test rows: a limit that it
    /// breaks, in words, or null. The trial has its score all the same.</summary>
    public Func<IModel, Dataset, string?>? Limit { get; init; }

    /// <summary>About how many bytes judging takes beside the rows themselves: a copy of a fold's rows, and as much again for the fit.</summary>
    public long Memory => 2L * _rows.Rows * (_rows.Width + 4) * sizeof(double);

    /// <summary>Judges a learner.</summary>
    /// <exception cref="TrainingException">A fold cannot be learned from.</exception>
    /// <exception cref="OperationCanceledException">The run's token asked to stop.</exception>
    public TrialScore Judge(ILearner learner, TrialRun run)
    {
        var scores = new double[_folds.Count];
        string? broken = null;
        for (var fold = 0; fold < scores.Length; fold++)
        {
            run.CancellationToken.ThrowIfCancellationRequested();
            var test = _rows.Select(_folds[fold].Test.Span);
            var model = Fit(learner, _rows.Select(_sample.Take(_folds[fold].Train, run.RowShare)), run.Fit(fold), fold);
            scores[fold] = _score(model, test);
            if (fold == scores.Length - 1)
                broken = Limit?.Invoke(model, test);
        }

        return Over(scores) with { Rejected = broken };
    }

    private IModel Fit(ILearner learner, Dataset train, FitContext context, int fold)
    {
        if (ValidationShare == 0 || train.Rows < 20)
            return learner.Fit(train, context);
        if (train.Groups.IsEmpty)
        {
            var cut = new HoldOut(ValidationShare) { AtRandom = true }.Split(train, _seed.Derive("validation").Derive(fold))[0];
            return learner.Fit(train.Select(cut.Train.Span), context with { Validation = train.Select(cut.Test.Span) });
        }

        var sample = new RowSample(train, _seed.Derive("validation").Derive(fold));
        int[] all = [.. Enumerable.Range(0, train.Rows)];
        var kept = sample.Take(all, 1 - ValidationShare);
        return learner.Fit(train.Select(kept), context with { Validation = train.Select([.. all.Except(kept)]) });
    }

    private static TrialScore Over(double[] scores)
    {
        var mean = scores.Average();
        if (scores.Length == 1)
            return new TrialScore(mean);
        var error = Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1) / scores.Length);
        var reach = StudentT.Quantile(0.975, scores.Length - 1) * error;
        return new TrialScore(mean, mean - reach, mean + reach);
    }
}
