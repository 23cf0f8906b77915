using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Chooses to which candidates a point is linked (Malkov and Yashunin, algorithm 4, without extension and without keeping what was pruned).</summary>
internal static class HnswLinker
{
    /// <summary>Takes candidates from the nearest on, and leaves out one that is nearer to a taken one than to the point: links then lead in different directions.</summary>
    /// <param name="distance">Distances between stored points.</param>
    /// <param name="candidates">Keys of <see cref="NearestList"/>, sorted; not the point itself.</param>
    /// <param name="chosen">Takes the slots; its length is the most links.</param>
    public static int Choose<TDistance>(TDistance distance, ReadOnlySpan<ulong> candidates, Span<int> chosen) where TDistance : struct, IPairDistance
    {
        var count = 0;
        foreach (var key in candidates)
        {
            if (count == chosen.Length)
                break;
            var (slot, far, apart) = (NearestList.SlotOf(key), NearestList.DistanceOf(key), true);
            for (var i = 0; i < count && apart; i++)
                apart = distance.Between(slot, chosen[i]) >= far;
            if (apart)
                chosen[count++] = slot;
        }

        return count;
    }

    /// <summary>Adds a link from <paramref name="from"/>; when its list is full, chooses anew among all.</summary>
    public static void Link<TDistance>(TDistance distance, HnswState state, int level, int from, int to, NearestList room) where TDistance : struct, IPairDistance
    {
        var graph = state.Graph;
        var most = graph.RoomAt(level);
        Span<int> slots = stackalloc int[most + 1];
        var count = graph.Read(from, level, slots[..most]);
        if (slots[..count].Contains(to))
            return;
        slots[count++] = to;
        if (count > most)
        {
            room.Reset(count);
            foreach (var slot in slots)
                if (state.Slots.IsAlive(slot))
                    room.Add(distance.Between(from, slot), slot);
            count = Choose(distance, room.Keys, slots[..most]);
        }

        graph.Write(from, level, slots[..count]);
    }
}
