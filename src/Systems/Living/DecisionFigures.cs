using Bellwether.Data.Events;
using Bellwether.Serving.Decisions;
using Bellwether.Serving.Hosting;
using Bellwether.Systems.Reports;

namespace Bellwether.Systems.Living;

/// <summary>The figures of the decisions that a system made.</summary>
internal static class DecisionFigures
{
    public static DecisionsReport Of<TRequest, TDecision>(ServedSystem<TRequest, TDecision> served, VectorAuditReport audit)
        where TRequest : class, IEvent
    {
        var counts = served.Pipeline.Counts;
        var whole = served.Pipeline.LatencyOf(DecisionStage.Whole);
        var byLevel = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var count in counts)
            byLevel[count.Level] = byLevel.GetValueOrDefault(count.Level) + count.Count;
        return new DecisionsReport(counts.Sum(c => c.Count), whole.QuantileNanoseconds(0.5) / 1e3, whole.QuantileNanoseconds(0.99) / 1e3, byLevel)
        {
            Audited = audit.Decisions,
            Mismatches = audit.Decisions - audit.Equal,
        };
    }
}
