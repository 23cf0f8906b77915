using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>One search of a graph: chooses a way that fits the filter, walks it, measures the nearest again.</summary>
/// <remarks>Three ways. Few vectors may be returned: all of them are measured, which is exact. Many: the graph is walked over all points with a wider beam, and those that may be returned are kept. In between: the walk
/// goes from point to point of the filter alone, looking through a point that is not in it at its neighbours (Patel et al., "ACORN: performant and predicate-agnostic search over vector
/// embeddings and structured data", 2024, the variant ACORN-1). A walk that finds fewer than k is followed by measuring all, so that a filter never hides a vector that is there.</remarks>
internal static class HnswQuery
{
    private const int Sample = 256;

    /// <summary>So many vectors are measured one after the other in the time of one link of the walk, which jumps about and asks the filter again and again; by measurement.</summary>
    private const int VectorsPerLink = 8;

    /// <summary>More than one vector in so many is never measured one after the other where there are more than <see cref="AlwaysMeasured"/>: then the graph is walked.</summary>
    private const int MostMeasured = 8;

    /// <summary>So few vectors cost no more than a walk.</summary>
    private const int AlwaysMeasured = 1_000;

    /// <summary>Above this share of points that may be returned, walking over all of them is cheaper than looking through the others.</summary>
    private const double ShareToWalkAll = 0.4;

    /// <summary>Finds by codes; the answer is in <see cref="SearchScratch.Found"/> or, without a filter, in <see cref="SearchScratch.Beam"/>.</summary>
    public static NearestList Run<TDistance>(TDistance distance, HnswState state, int live, int wanted, int effort, IdFilter? filter, SearchScratch scratch)
        where TDistance : struct, IPointDistance
    {
        var slots = state.Slots;
        wanted = Math.Min(wanted, live);
        effort = Math.Max(wanted, Math.Min(effort, live));
        if (filter is null && live == slots.Count)
        {
            scratch.Beam.Reset(effort);
            if (HnswWalk.Descend(distance, state.Graph, 0) is >= 0 and var start)
                HnswWalk.Collect(distance, state.Graph, 0, start, scratch);
            return scratch.Beam.Count >= wanted ? scratch.Beam : MeasureAll(distance, slots, null, wanted, scratch);
        }

        var few = Math.Min((long)VectorsPerLink * state.Graph.Links * effort, Math.Max(AlwaysMeasured, slots.Count / MostMeasured));
        if (filter?.Ids is { } ids && ids.Length <= few)
            return MeasureThese(distance, slots, ids, effort, scratch);
        var share = ShareOf(slots, filter);
        if (share * slots.Count <= few)
            return MeasureAll(distance, slots, filter, effort, scratch);
        if (share >= ShareToWalkAll && Sifted(distance, state, (int)Math.Min(slots.Count, effort / share), filter, scratch) >= wanted)
            return scratch.Found;
        scratch.Found.Reset(effort);
        if (HnswWalk.Descend(distance, state.Graph, 0) is >= 0 and var at)
            FilteredWalk.Collect(distance, state, filter, at, scratch, lookThrough: share < ShareToWalkAll);
        return scratch.Found.Count >= wanted ? scratch.Found : MeasureAll(distance, slots, filter, effort, scratch);
    }

    /// <summary>Walks with a beam so wide that enough of it should pass, and keeps what does. The nearest that pass are among the nearest of all, so k of them are the right k.</summary>
    private static int Sifted<TDistance>(TDistance distance, HnswState state, int limit, IdFilter? filter, SearchScratch scratch) where TDistance : struct, IPointDistance
    {
        scratch.Beam.Reset(limit);
        if (HnswWalk.Descend(distance, state.Graph, 0) is >= 0 and var start)
            HnswWalk.Collect(distance, state.Graph, 0, start, scratch);
        scratch.Found.Reset(limit);
        foreach (var key in scratch.Beam.Keys)
            if (NearestList.SlotOf(key) is var slot && Matches(state.Slots, filter, slot))
                scratch.Found.Add(NearestList.DistanceOf(key), slot);
        return scratch.Found.Count;
    }

    private static double ShareOf(SlotState slots, IdFilter? filter)
    {
        var (count, matching) = (slots.Count, 0);
        var asked = Math.Min(Sample, count);
        for (var i = 0; i < asked; i++)
            if (Matches(slots, filter, (int)((long)count * i / asked)))
                matching++;
        return (double)matching / Math.Max(1, asked);
    }

    private static bool Matches(SlotState slots, IdFilter? filter, int slot) => slots.IsAlive(slot) && (filter is null || filter.Contains(slots.IdOf(slot)));

    private static NearestList MeasureAll<TDistance>(TDistance distance, SlotState slots, IdFilter? filter, int limit, SearchScratch scratch) where TDistance : struct, IPointDistance
    {
        scratch.Found.Reset(Math.Max(1, limit));
        for (var slot = 0; slot < slots.Count; slot++)
            if (Matches(slots, filter, slot))
                scratch.Found.Add(distance.To(slot), slot);
        return scratch.Found;
    }

    private static NearestList MeasureThese<TDistance>(TDistance distance, SlotState slots, long[] ids, int limit, SearchScratch scratch) where TDistance : struct, IPointDistance
    {
        scratch.Found.Reset(Math.Max(1, limit));
        foreach (var id in ids)
            if (slots.Find(id) is >= 0 and var slot)
                scratch.Found.Add(distance.To(slot), slot);
        return scratch.Found;
    }
}
