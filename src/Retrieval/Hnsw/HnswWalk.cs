using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Walks over a graph towards a query (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable small world graphs", 2016, algorithms 2 and 5).</summary>
internal static unsafe class HnswWalk
{
    /// <summary>Goes from the entry down to a layer, on each layer as near as single steps lead. -1 for an empty graph.</summary>
    public static int Descend<TDistance>(TDistance distance, HnswGraph graph, int toLevel) where TDistance : struct, IPointDistance
    {
        var (at, level) = graph.Entry;
        if (at < 0)
            return -1;
        var nearest = distance.To(at);
        for (; level > toLevel; level--)
            for (var moved = true; moved;)
            {
                moved = false;
                var list = graph.ListOf(at, level);
                for (var i = 0; list is not null && i < graph.Links; i++)
                {
                    var slot = list[i] - 1;
                    if ((uint)slot >= (uint)graph.Capacity)
                        break;
                    var to = distance.To(slot);
                    if (to < nearest)
                        (nearest, at, moved) = (to, slot, true);
                }
            }

        return at;
    }

    /// <summary>Collects the slots nearest to the query on a layer, as many as the beam of <paramref name="scratch"/> takes, beginning at <paramref name="start"/>. Dead slots are among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Collect<TDistance>(TDistance distance, HnswGraph graph, int level, int start, SearchScratch scratch) where TDistance : struct, IPointDistance
    {
        var beam = scratch.Beam;
        var (room, capacity) = (graph.RoomAt(level), (uint)graph.Capacity);
        fixed (byte* visited = scratch.Unvisited(graph.Capacity, out var mark))
        fixed (int* fresh = scratch.SlotRoom(room))
        {
            visited[start] = mark;
            beam.Add(distance.To(start), start);
            int at;
            while ((at = beam.TakeNearest()) >= 0)
            {
                var list = graph.ListOf(at, level);
                if (list is null)
                    continue;
                var count = 0;
                for (var i = 0; i < room; i++)
                {
                    var slot = list[i] - 1;
                    if ((uint)slot >= capacity)
                        break;
                    if (visited[slot] == mark)
                        continue;
                    visited[slot] = mark;
                    fresh[count++] = slot;
                    distance.Prefetch(slot);
                }

                for (var i = 0; i < count; i++)
                    beam.Add(distance.To(fresh[i]), fresh[i]);
                if (Sse.IsSupported && level == 0 && beam.PeekNearest() is >= 0 and var next)
                    Sse.Prefetch0(graph.ListOf(next, 0));
            }
        }
    }
}
