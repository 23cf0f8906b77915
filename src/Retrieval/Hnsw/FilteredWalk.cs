using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Walks over the ground layer and keeps only points that live and pass a filter.</summary>
internal static unsafe class FilteredWalk
{
    /// <summary>Fills the found list of <paramref name="scratch"/>.</summary>
    /// <param name="distance">From the query.</param>
    /// <param name="state">The graph.</param>
    /// <param name="filter">Which ids may be kept; null for all that live.</param>
    /// <param name="start">Where to begin; it leads on even when it may not be kept.</param>
    /// <param name="scratch">Memory.</param>
    /// <param name="lookThrough">Whether a point that may not be kept is looked through at its neighbours without being measured, rather than measured and walked over.</param>
    public static void Collect<TDistance>(TDistance distance, HnswState state, IdFilter? filter, int start, SearchScratch scratch, bool lookThrough) where TDistance : struct, IPointDistance
    {
        var (graph, slots, found, open) = (state.Graph, state.Slots, scratch.Found, scratch.Open);
        var room = graph.RoomAt(0);
        var visited = scratch.Unvisited(graph.Capacity, out var mark);
        var fresh = scratch.SlotRoom(room);
        open.Clear();
        visited[start] = mark;
        Meet(distance.To(start), start, Matches(start));
        while (open.TryDequeue(out var at, out var key))
        {
            if (key >= found.Worst)
                break;
            var count = 0;
            var list = graph.ListOf(at, 0);
            for (var i = 0; i < room && count < room; i++)
            {
                var slot = list[i] - 1;
                if ((uint)slot >= (uint)graph.Capacity)
                    break;
                if (visited[slot] == mark)
                    continue;
                visited[slot] = mark;
                if (lookThrough && !Matches(slot))
                    count = Through(slot, count);
                else
                {
                    fresh[count++] = slot;
                    distance.Prefetch(slot);
                }
            }

            for (var i = 0; i < count; i++)
                Meet(distance.To(fresh[i]), fresh[i], lookThrough || Matches(fresh[i]));
        }

        int Through(int middle, int count)
        {
            var list = graph.ListOf(middle, 0);
            for (var i = 0; i < room && count < room; i++)
            {
                var slot = list[i] - 1;
                if ((uint)slot >= (uint)graph.Capacity)
                    break;
                if (visited[slot] == mark || !Matches(slot))
                    continue;
                visited[slot] = mark;
                fresh[count++] = slot;
                distance.Prefetch(slot);
            }

            return count;
        }

        bool Matches(int slot) => slots.IsAlive(slot) && (filter is null || filter.Contains(slots.IdOf(slot)));

        void Meet(float to, int slot, bool kept)
        {
            var key = NearestList.Key(to, slot);
            if (key >= found.Worst)
                return;
            open.Enqueue(slot, key);
            if (kept)
                found.Add(to, slot);
        }
    }
}
