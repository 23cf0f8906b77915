using Bellwether.Retrieval.Quantization;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Turns slots that were found into neighbours.</summary>
internal static class Answers
{
    /// <summary>Measures the nearest by their floats where they were found by codes, and writes those that live.</summary>
    /// <param name="near">What was found.</param>
    /// <param name="exact">Distances from the query.</param>
    /// <param name="slots">Ids.</param>
    /// <param name="reranked">Takes the slots measured again; null where the distances are exact already.</param>
    /// <param name="rerank">How many are measured again.</param>
    /// <param name="metric">What a distance is.</param>
    /// <param name="nearest">Takes the answer.</param>
    /// <returns>How many were written.</returns>
    public static int Write(NearestList near, FloatDistance exact, SlotState slots, NearestList? reranked, int rerank, Metric metric, Span<Neighbor> nearest)
    {
        var sorted = near;
        if (reranked is not null)
        {
            reranked.Reset(Math.Max(1, Math.Min(rerank, near.Count)));
            var keys = near.Keys[..Math.Min(rerank, near.Count)];
            for (var i = 0; i < keys.Length; i++)
            {
                if (i + 2 < keys.Length)
                    exact.Prefetch(NearestList.SlotOf(keys[i + 2]));
                var slot = NearestList.SlotOf(keys[i]);
                reranked.Add(exact.To(slot), slot);
            }

            sorted = reranked;
        }

        var count = 0;
        foreach (var key in sorted.Keys)
        {
            if (count == nearest.Length)
                break;
            var slot = NearestList.SlotOf(key);
            // The slot may have died since it was found; it cannot have been filled anew while this search holds it.
            if (slots.IsAlive(slot))
                nearest[count++] = new Neighbor(slots.IdOf(slot), NearestList.DistanceOf(key) + (metric == Metric.Cosine ? 1 : 0));
        }

        return count;
    }
}
