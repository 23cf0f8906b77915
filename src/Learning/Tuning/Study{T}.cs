using Bellwether.Data.Models;
using Bellwether.Numerics;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tuning;

/// <summary>A search through a space: proposes candidates, judges them side by side, keeps every trial, and gives the best.</summary>
/// <remarks>Trials, scores and the best are the same at any number of threads, as long as time is not up: a search proposes from what all
/// trials before have told, never from which came in first, and each trial has a seed of its own. What a time budget cuts off depends
/// on the machine.</remarks>
/// <typeparam name="T">The candidate, e.g. <see cref="ILearner"/>.</typeparam>
/// <param name="Space">What there is to choose.</param>
/// <param name="Search">How to look for it.</param>
/// <param name="Judge">Measures a candidate; called from several threads. <see cref="TrainingException"/> and <see cref="ArgumentException"/>
/// make a failed trial, anything else ends the study.</param>
public sealed record Study<T>(SearchSpace<T> Space, ISearch Search, Func<T, TrialRun, TrialScore> Judge)
{
    /// <summary>Which way scores are good.</summary>
    public Goal Goal { get; init; } = Goal.Minimize;

    /// <summary>All randomness.</summary>
    public Seed Seed { get; init; } = new(7);

    /// <summary>How many threads may work: trials side by side first, what is left within each.</summary>
    public int Threads { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The bytes that trials side by side may take together.</summary>
    public long MemoryBudget { get; init => field = Require.InRange(value, 1, long.MaxValue); } = long.MaxValue;

    /// <summary>The bytes that one trial takes, as far as known: the memory budget over this is how many run side by side.</summary>
    public long TrialMemory { get; init => field = Require.InRange(value, 1, long.MaxValue); } = 1;

    /// <summary>When to stop: no trial begins after it, and those that run are cancelled and count for nothing. Null for no limit.</summary>
    public TimeSpan? TimeBudget { get; init => field = value is { } time ? Require.Positive(time) : null; }

    /// <summary>The clock of the time budget and of <see cref="Trial.Seconds"/>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where trials are kept; null to keep none.</summary>
    public ITrialLog? Log { get; init; }

    /// <summary>Told of every trial that has ended, in order.</summary>
    public IProgress<StudyProgress>? Progress { get; init; }

    /// <summary>Searches.</summary>
    /// <exception cref="TrainingException">No trial succeeded, or one alone would take more than the memory budget.</exception>
    /// <exception cref="OperationCanceledException">The token asked to stop; trials that had ended are in the log.</exception>
    public async Task<StudyResult<T>> RunAsync(CancellationToken cancellationToken = default)
    {
        if (TrialMemory > MemoryBudget)
            throw new TrainingException(FormattableString.Invariant($"The memory budget must hold one trial of '{Space.Name}', but is {MemoryBudget} bytes and a trial takes about {TrialMemory}. Raise the budget, or tune on fewer rows."));
        // A space without parameters has one point, whatever the search.
        var search = Space.Parameters.Count == 0 ? new GridSearch(1) : Search;
        var began = Clock.GetTimestamp();
        using var timer = TimeBudget is { } budget ? new CancellationTokenSource(budget, Clock) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var trials = new List<Trial>();
        var isOver = false;
        while (!isOver)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var proposals = search.Next(new SearchState(Space.Parameters, trials, Goal, Seed.Derive("search")));
            if (proposals.Count == 0)
                break;
            using var round = new StudyRound<T>(this, proposals, trials.Count, search.MostTrials(Space.Parameters));
            trials.AddRange(await round.RunAsync(() => TimeBudget is { } limit && Clock.GetElapsedTime(began) >= limit, either.Token, cancellationToken).ConfigureAwait(false));
            isOver = round.IsOutOfTime;
        }

        return new StudyResult<T>(trials, Best(trials), Space.Build(Best(trials).Point), isOver);
    }

    private Trial Best(List<Trial> trials)
    {
        Trial? best = null;
        foreach (var trial in trials.Where(t => t.Status == TrialStatus.Succeeded))
            if (best is null || trial.Share > best.Share || (trial.Share == best.Share && trial.Loss(Goal) < best.Loss(Goal)))
                best = trial;
        if (best is not null)
            return best;
        var why = trials.Find(t => t.Error is not null)?.Error;
        throw new TrainingException(FormattableString.Invariant($"At least one trial of '{Space.Name}' must succeed, but none of {trials.Count} did. ") + (why is null
            ? "The time budget was up first: raise it, or tune on fewer rows."
            : $"The first said: {why}"));
    }
}
