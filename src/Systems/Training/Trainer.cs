using Bellwether.Data.Events;
using Bellwether.Data.Models;
using Bellwether.Data.Training;
using Bellwether.Evaluation.Metrics;
using Bellwether.Numerics.Random;
using Bellwether.Systems.Building;
using Bellwether.Systems.Designs;
using Bellwether.Systems.Documents;
using Bellwether.Systems.Ladders;
using Bellwether.Systems.Lifecycle;

namespace Bellwether.Systems.Training;

/// <summary>Climbs a system's ladder on labelled rows.</summary>
/// <param name="Definition">The system.</param>
/// <param name="Threads">Threads that may work.</param>
/// <param name="Progress">Told how far it has come.</param>
internal sealed record Trainer<TRequest, TDecision>(SystemDefinition<TRequest, TDecision> Definition, int Threads, IRunProgress Progress)
    where TRequest : class, IEvent
    where TDecision : notnull
{
    private const double TestShare = 0.25;
    private const int FewestRows = 200, FewestOfAClass = 10;

    /// <summary>Climbs.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="seed">All randomness of this climb.</param>
    /// <param name="hasRealTime">Whether the rows' times mean anything; without, the split is at random and says so.</param>
    /// <param name="withRandomSplit">Whether to judge every rung on a random split as well.</param>
    /// <param name="cancellationToken">Checked by every fit.</param>
    /// <exception cref="TrainingException">The rows cannot be learned from or judged on.</exception>
    public TrainedLadder<TRequest> Climb(TrainingTable<TRequest> table, Seed seed, bool hasRealTime, bool withRandomSplit, CancellationToken cancellationToken)
    {
        var (split, requests, words, _) = Cut(table, seed, hasRealTime);
        var metric = MetricCatalogue.Parse(Definition.Design.PrimaryMetric);
        var climb = new LadderClimb(Definition.Ladder, metric, MetricsOf(Definition.Design.Task, metric), Definition.Design.Latency.P99 / 5, seed, Threads)
        {
            Progress = Progress,
            WithRandomSplit = withRandomSplit && hasRealTime,
        };
        var (rungs, chosen) = climb.Climb(split, cancellationToken);
        return new TrainedLadder<TRequest>(rungs, chosen, climb.Refit(rungs[chosen].Rung, table.Rows, cancellationToken), table.Rows, split.Test)
        {
            TestRequests = requests,
            Split = words,
        };
    }

    /// <summary>Cuts rows into those to learn from and those to be judged on: by time where it means anything, else at random.</summary>
    /// <exception cref="TrainingException">There are too few rows, or too few of a class.</exception>
    public (Split Split, IReadOnlyList<TRequest> Requests, string Words, bool IsByTime) Cut(TrainingTable<TRequest> table, Seed seed, bool hasRealTime)
    {
        if (table.IsMature.Count(m => m) < FewestRows)
            throw new TrainingException($"Training needs at least {FewestRows} labelled rows old enough to be judged on ({Figures.Duration(Definition.Timing.MatureAfter)}), but there are {table.IsMature.Count(m => m)}. Wait for more labels, or give a longer file.");
        if (hasRealTime)
        {
            var (byTime, requests) = table.ByTime(TestShare);
            if (CanJudge(byTime))
                return (byTime, requests, FormattableString.Invariant($"by time: the latest {TestShare * 100:0} % of the mature rows are judged on, what came before them is learned from; learners stop early and calibrate on 15 % of the latter, drawn at random."), true);
        }

        var (atRandom, drawn) = table.AtRandom(TestShare, seed.Derive("split"));
        if (!CanJudge(atRandom))
            throw new TrainingException($"Both sides of the split need at least {FewestOfAClass} rows of each class, but one has fewer. Give more labelled rows.");
        var why = hasRealTime
            ? "at random, stratified by label, because by time one side would hold (nearly) one class only: time separates the classes in this data, which is an artefact of how it was sampled"
            : "at random, because the data has no time: figures may be better than those of a live system, where the future differs from the past";
        return (atRandom, drawn, FormattableString.Invariant($"{why}; {TestShare * 100:0} % of the rows are judged on."), false);
    }

    private bool CanJudge(Split split) => Definition.Design.Task != MlTask.BinaryClassification || (HasBoth(split.Train) && HasBoth(split.Test) && IsAlike(split));

    private static bool HasBoth(Dataset rows)
    {
        var positives = 0;
        foreach (var label in rows.Labels)
            positives += label > 0.5 ? 1 : 0;
        return Math.Min(positives, rows.Rows - positives) >= FewestOfAClass;
    }

    /// <summary>Whether the shares of positives on both sides are within a factor of ten: beyond that the halves are not one population.</summary>
    private static bool IsAlike(Split split)
    {
        var (train, test) = (Odds(split.Train), Odds(split.Test));
        return Math.Max(train, test) <= 10 * Math.Min(train, test);
    }

    private static double Odds(Dataset rows)
    {
        var sum = 0.0;
        foreach (var label in rows.Labels)
            sum += label;
        return sum / Math.Max(1, rows.Rows - sum);
    }

    /// <summary>The metrics that are shown beside the primary one.</summary>
    public static IReadOnlyList<Metric> MetricsOf(MlTask task, Metric primary)
    {
        Metric[] others = task == MlTask.Regression
            ? [MetricCatalogue.Mae, MetricCatalogue.Rmse, MetricCatalogue.RSquared, MetricCatalogue.Pinball(0.9)]
            : [MetricCatalogue.PrAuc, MetricCatalogue.RocAuc, MetricCatalogue.LogLoss, MetricCatalogue.Brier, MetricCatalogue.Ece, MetricCatalogue.RecallAtFpr(0.01)];
        return [.. others.Where(o => o.Name != primary.Name)];
    }
}
