using Bellwether.Data.Models;

namespace Bellwether.Learning.Tuning;

/// <summary>The trials of one round of a study, judged side by side and recorded in order.</summary>
internal sealed class StudyRound<T>(Study<T> study, IReadOnlyList<Proposal> proposals, int first, int most) : IDisposable
{
    private readonly Trial?[] _ended = new Trial?[proposals.Count];
    private readonly SemaphoreSlim _recording = new(1, 1);
    private int _recorded;

    /// <summary>Whether time was up before all trials had ended.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>Judges every proposal.</summary>
    /// <param name="isTimeUp">Asked before each trial.</param>
    /// <param name="stop">Cancelled when time is up or somebody asked.</param>
    /// <param name="asked">Cancelled when somebody asked.</param>
    /// <returns>The trials that were begun, by number; after the time was up there may be fewer than proposals.</returns>
    public async Task<IReadOnlyList<Trial>> RunAsync(Func<bool> isTimeUp, CancellationToken stop, CancellationToken asked)
    {
        var side = (int)Math.Min(Math.Min(study.Threads, proposals.Count), Math.Max(1, study.MemoryBudget / study.TrialMemory));
        var options = new ParallelOptions { MaxDegreeOfParallelism = side, CancellationToken = asked };
        await Parallel.ForAsync(0, proposals.Count, options, async (i, _) =>
        {
            if (stop.IsCancellationRequested || isTimeUp())
            {
                asked.ThrowIfCancellationRequested();
                IsOutOfTime = true;
                return;
            }

            var trial = Try(i, Math.Max(1, study.Threads / side), stop);
            asked.ThrowIfCancellationRequested();
            if (trial.Status == TrialStatus.OutOfTime)
                IsOutOfTime = true;
            await RecordAsync(i, trial, asked).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await FlushAsync(isLast: true, asked).ConfigureAwait(false);
        return [.. _ended.OfType<Trial>()];
    }

    /// <inheritdoc/>
    public void Dispose() => _recording.Dispose();

    private Trial Try(int i, int threads, CancellationToken stop)
    {
        var (proposal, number) = (proposals[i], first + i);
        var seed = study.Seed.Derive("trial").Derive(number);
        var began = study.Clock.GetTimestamp();
        TrialScore? score = null;
        var (status, error) = (TrialStatus.Succeeded, (string?)null);
        try
        {
            var candidate = study.Space.Build(proposal.Point);
            var resize = study.Space.AtShare;
            if (resize is not null && proposal.Share < 1)
                candidate = resize(candidate, proposal.Share);
            score = study.Judge(candidate, new TrialRun(seed, resize is null ? proposal.Share : 1, threads, stop));
            if (!double.IsFinite(score.Value))
                (status, error) = (TrialStatus.Failed, FormattableString.Invariant($"The score of a trial must be finite, but is {score.Value}."));
            else if (score.Rejected is not null)
                (status, error) = (TrialStatus.Rejected, score.Rejected);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            (status, error) = (TrialStatus.OutOfTime, "The time budget was up.");
        }
        catch (Exception e) when (e is TrainingException or ArgumentException)
        {
            (status, error) = (TrialStatus.Failed, e.Message);
        }

        return new Trial(number, proposal.Point, proposal.Share, seed, status) { Score = score, Seconds = study.Clock.GetElapsedTime(began).TotalSeconds, Error = error };
    }

    private async Task RecordAsync(int i, Trial trial, CancellationToken asked)
    {
        await _recording.WaitAsync(asked).ConfigureAwait(false);
        try
        {
            _ended[i] = trial;
        }
        finally
        {
            _recording.Release();
        }

        await FlushAsync(isLast: false, asked).ConfigureAwait(false);
    }

    /// <summary>Records what has ended, in order: up to the first trial that still runs, or, at the last, all.</summary>
    private async Task FlushAsync(bool isLast, CancellationToken asked)
    {
        await _recording.WaitAsync(asked).ConfigureAwait(false);
        try
        {
            for (; _recorded < _ended.Length && (isLast || _ended[_recorded] is not null); _recorded++)
            {
                if (_ended[_recorded] is not { } trial)
                    continue;
                if (study.Log is { } log)
                    await log.RecordAsync(trial, asked).ConfigureAwait(false);
                study.Progress?.Report(new StudyProgress(trial, first + _recorded + 1, most));
            }
        }
        finally
        {
            _recording.Release();
        }
    }
}
