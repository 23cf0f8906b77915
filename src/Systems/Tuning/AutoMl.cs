using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Splitting;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Learning.Tuning;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems.Tuning;

/// <summary>Tunes a ladder of learners on the same folds, then judges the best of each on rows that no trial has seen and chooses the simplest
/// that keeps the limits and is not significantly worse than the best of those that do.</summary>
/// <remarks>A candidate whose model is too slow or too large is rejected while it is tuned, so that the search looks among those that keep the
/// limits. Limits of time depend on the machine, and with them what is found; all else is the same at any number of threads.</remarks>
/// <param name="Spaces">What to tune, from the simplest learner up.</param>
/// <param name="Metric">What candidates are compared by.</param>
/// <param name="Splitter">The folds of the trials.</param>
/// <param name="Options">Search and limits.</param>
/// <param name="ScoreP99">The time that 99 of 100 scores must keep.</param>
/// <param name="Seed">All randomness.</param>
/// <param name="Threads">Threads that may work.</param>
internal sealed record AutoMl(IReadOnlyList<SearchSpace<ILearner>> Spaces, Metric Metric, ISplitter Splitter, TuneOptions Options, TimeSpan ScoreP99, Seed Seed, int Threads)
{
    /// <summary>Share of each fold's training rows on which learners stop early; that of the ladder.</summary>
    private const double ValidationShare = 0.15;

    /// <summary>Told how far it has come.</summary>
    public IRunProgress Progress { get; init; } = NoProgress.Instance;

    /// <summary>The clock of the time budget.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the trials of a space are kept.</summary>
    public Func<SearchSpace<ILearner>, ITrialLog?> LogOf { get; init; } = _ => null;

    /// <summary>Tunes every space.</summary>
    /// <returns>The tuned learners, in the order of the spaces, and why spaces were left out of which no candidate succeeded.</returns>
    /// <exception cref="TrainingException">No candidate of any space succeeded.</exception>
    public async Task<(IReadOnlyList<TunedSpace> Tuned, IReadOnlyList<string> LeftOut)> TuneAsync(Dataset train, CancellationToken cancellationToken)
    {
        var validation = new CrossValidation(train, Splitter, ScoreOf, Seed.Derive("folds")) { ValidationShare = ValidationShare, Limit = BrokenLimit };
        var (tuned, began, problems) = (new List<TunedSpace>(), Clock.GetTimestamp(), new List<string>());
        for (var i = 0; i < Spaces.Count; i++)
        {
            var left = Options.TimeBudget - Clock.GetElapsedTime(began);
            try
            {
                var study = new Study<ILearner>(Spaces[i], Options.Search, validation.Judge)
                {
                    Goal = Metric.HigherIsBetter ? Goal.Maximize : Goal.Minimize,
                    Seed = Seed.Derive(Spaces[i].Name),
                    Threads = Threads,
                    MemoryBudget = Options.MemoryBudget,
                    TrialMemory = validation.Memory,
                    TimeBudget = left is { } time ? TimeSpan.FromTicks(Math.Max(1, time.Ticks / (Spaces.Count - i))) : null,
                    Clock = Clock,
                    Log = LogOf(Spaces[i]),
                    Progress = new Told(Progress, Spaces[i].Name, Metric.Name),
                };
                tuned.Add(new TunedSpace(Spaces[i], await study.RunAsync(cancellationToken)));
            }
            catch (TrainingException e)
            {
                problems.Add(e.Message);
            }
        }

        Progress.Report("tuning", 1);
        return tuned.Count > 0 ? (tuned, problems) : throw new TrainingException(string.Join(" ", problems));
    }

    /// <summary>Chooses among judged rungs, from the simplest up.</summary>
    /// <returns>The rungs, compared with the best of those that keep the limits, and the place of the chosen one.</returns>
    /// <exception cref="TrainingException">None keeps the limits.</exception>
    public (IReadOnlyList<FittedRung> Rungs, int Chosen) Choose(LadderClimb climb, IReadOnlyList<FittedRung> judged, Dataset test)
    {
        var keep = judged.Select(r => LimitsBroken(r.P99Us, r.Bytes.Length)).ToArray();
        if (Array.TrueForAll(keep, k => k is not null))
            throw new TrainingException("At least one model must keep the limits, but none does: " + string.Join("; ", judged.Select((r, i) => $"{r.Rung.Name}: {keep[i]}")) + ". Loosen the limits.");
        var compared = new Queue<FittedRung>(climb.Compare([.. judged.Where((_, i) => keep[i] is null)], test));
        var all = judged.Select((rung, i) => keep[i] is { } broken ? rung with { Verdict = broken, IsWorse = true } : compared.Dequeue()).ToList();
        return (all, all.FindIndex(r => !r.IsWorse));
    }

    private double ScoreOf(IModel model, Dataset rows)
    {
        var scores = new double[rows.Rows];
        model.Predict(rows, scores);
        return Metric.Of(scores, rows.Labels, rows.Weights);
    }

    private string? BrokenLimit(IModel model, Dataset rows) => LimitsBroken(ScoreTime.LeastP99Us(model, rows), ArtifactFormats.Save(model).Length);

    private string? LimitsBroken(double p99Us, long bytes)
    {
        if (p99Us > ScoreP99.TotalMicroseconds)
            return FormattableString.Invariant($"p99 of a score must be at most {ScoreP99.TotalMicroseconds:0.#} µs, but is {p99Us:0.#} µs");
        return bytes > Options.ModelBytes ? FormattableString.Invariant($"the model must be at most {Options.ModelBytes} bytes, but is {bytes}") : null;
    }

    private sealed class Told(IRunProgress progress, string space, string metric) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => progress.Report($"tuning {space}", Math.Min(0.999, (double)value.Done / Math.Max(1, value.Most)), FormattableString.Invariant(
            $"trial {value.Done} of {value.Most}: {(value.Trial.Score is { } score ? $"{metric} {score.Value:0.####}" : value.Trial.Status.ToString())}"));
    }
}
