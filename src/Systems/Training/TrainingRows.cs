using Bellwether.Data.Events;
using Bellwether.Data.Training;
using Bellwether.Systems.Building;

namespace Bellwether.Systems.Training;

/// <summary>Turns labelled history into rows to learn from and rows to be judged on.</summary>
/// <remarks>A row without a label means what <see cref="LabelTiming.AbsentMeans"/> says once it is old enough, or is left out. Labels that
/// are still on the way bias young rows towards "absent": a young row whose label has come is weighted by the inverse of the share of
/// labels that has come by that age (Ktena et al., "Addressing delayed feedback for continuous training with neural networks in CTR
/// prediction", 2019, the importance-weighted variant), at most fourfold. Rows that only exploration revealed are weighted by the
/// inverse of its share, at most twentyfold: beyond that the variance costs more than the bias.</remarks>
internal static class TrainingRows
{
    private const double MostForDelay = 4, MostForExploration = 20;

    /// <summary>All rows that can be learned from by <paramref name="now"/>.</summary>
    public static TrainingTable<TRequest> Build<TRequest, TDecision>(
        LabelledHistory<TRequest, TDecision> history, SystemDefinition<TRequest, TDecision> definition, DateTimeOffset now)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        var delays = Delays(history, definition, now);
        var builder = new DatasetBuilder(definition.Features.Schema);
        var requests = new List<TRequest>();
        var mature = new List<bool>();
        var newest = history.Rows.Count > 0 ? history.Rows.Max(r => r.Request.Time) : now;
        foreach (var row in history.Rows)
        {
            if (!definition.Reveals(row.Decision))
                continue;
            var age = now - row.Request.Time;
            if (newest - row.Request.Time > definition.Monitor.TrainOn)
                continue;
            var known = history.LabelOf(row.Request.Id) is { } l && l.Time <= now ? l : ((double Label, DateTimeOffset Time)?)null;
            if (known is null && (definition.Timing.AbsentMeans is null || age < definition.Timing.LearnAfter))
                continue;
            var weight = ExplorationWeight(row, definition);
            if (known is { } k && definition.Timing.AbsentMeans is { } absent && k.Label != absent)
                weight *= Math.Min(MostForDelay, 1 / Math.Max(1e-3, ShareArrived(delays, age)));
            builder.Add(row.Vector, known?.Label ?? definition.Timing.AbsentMeans!.Value, row.Request.Time, row.Request.Id, weight);
            requests.Add(row.Request);
            mature.Add(age >= definition.Timing.MatureAfter);
        }

        return new TrainingTable<TRequest>(builder.Build(), requests, mature);
    }

    private static double ExplorationWeight<TRequest, TDecision>(LabelledHistory<TRequest, TDecision>.Row row, SystemDefinition<TRequest, TDecision> definition)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        if (definition.Exploration is not { Share: > 0 } draw || double.IsNaN(row.Score) || !draw.Covers(row.Request.Id))
            return 1;
        return definition.Reveals(definition.Decide(row.Request, row.Score)) ? 1 : Math.Min(MostForExploration, 1 / draw.Share);
    }

    /// <summary>Delays of the labels of rows old enough to have most of them, ascending.</summary>
    private static List<TimeSpan> Delays<TRequest, TDecision>(
        LabelledHistory<TRequest, TDecision> history, SystemDefinition<TRequest, TDecision> definition, DateTimeOffset now)
        where TRequest : class, IEvent
        where TDecision : notnull
    {
        var delays = new List<TimeSpan>();
        foreach (var row in history.Rows)
            if (now - row.Request.Time >= definition.Timing.MatureAfter && history.LabelOf(row.Request.Id) is { } label && label.Time <= now
                && label.Label != definition.Timing.AbsentMeans)
                delays.Add(label.Time - row.Request.Time);
        delays.Sort();
        return delays;
    }

    private static double ShareArrived(List<TimeSpan> delays, TimeSpan age)
    {
        if (delays.Count < 20)
            return 1;
        var place = delays.BinarySearch(age);
        return (double)((place >= 0 ? place : ~place) + 1) / (delays.Count + 1);
    }
}
