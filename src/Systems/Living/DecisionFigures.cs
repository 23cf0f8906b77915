using Bellwether.Data.Events;
using Bellwether.Numerics.Sketches;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Living;

/// <summary>The figures of the decisions that a system made.</summary>
internal static class DecisionFigures
{
    /// <param name="served">The running system.</param>
    /// <param name="audit">The audit of its log.</param>
    /// <param name="earlier">Decisions by level that were made before the system was started again.</param>
    /// <param name="earlierLatency">Their latencies.</param>
    public static DecisionsReport Of<TRequest, TDecision>(
        ServedSystem<TRequest, TDecision> served, VectorAuditReport audit, IReadOnlyDictionary<string, long>? earlier = null, LatencyHistogram? earlierLatency = null)
        where TRequest : class, IEvent
    {
        var whole = new LatencyHistogram();
        whole.Add(served.Pipeline.LatencyOf(DecisionStage.Whole));
        if (earlierLatency is not null)
            whole.Add(earlierLatency);
        var byLevel = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (level, count) in served.Pipeline.Counts.Select(c => (c.Level, c.Count)).Concat(earlier?.Select(e => (e.Key, e.Value)) ?? []))
            byLevel[level] = byLevel.GetValueOrDefault(level) + count;
        return new DecisionsReport(byLevel.Values.Sum(), whole.QuantileNanoseconds(0.5) / 1e3, whole.QuantileNanoseconds(0.99) / 1e3, byLevel)
        {
            Audited = audit.Decisions,
            Mismatches = audit.Decisions - audit.Equal,
        };
    }
}
