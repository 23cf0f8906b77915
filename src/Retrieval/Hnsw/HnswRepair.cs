using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>Mends the links to dead points, a stretch of the slots with each change, and hands a dead slot back when a whole round has passed and nothing leads to it.</summary>
/// <remarks>A point that loses neighbours chooses anew among those left and the neighbours of those lost. Points never link to dead ones, so what one round has mended stays mended.</remarks>
internal sealed class HnswRepair(SlotSupply supply)
{
    private const int FewestDead = 32, DeadShare = 20, FewestSlots = 64, StepShare = 256;

    private List<int> _dead = [], _round = [];
    private int _cursor;

    public bool AnyDead => _dead.Count + _round.Count > 0;

    public void Add(int slot) => _dead.Add(slot);

    public void Clear()
    {
        _dead.Clear();
        _round.Clear();
        _cursor = 0;
    }

    /// <summary>Goes on with a round, or begins one when enough points are dead.</summary>
    public void Step<TSource, TDistance>(TSource source, HnswState state, bool all)
        where TSource : struct, IDistanceSource<TDistance>
        where TDistance : struct, IPairDistance
    {
        do
        {
            if (_round.Count == 0)
            {
                if (_dead.Count == 0 || (!all && _dead.Count < Math.Max(FewestDead, supply.Live / DeadShare)))
                    return;
                ((_round, _dead), _cursor) = ((_dead, _round), 0);
            }

            var count = state.Slots.Count;
            var end = all ? count : Math.Min(count, _cursor + Math.Max(FewestSlots, count / StepShare));
            for (; _cursor < end; _cursor++)
                for (var level = 0; level <= state.Graph.LevelOf(_cursor); level++)
                    Mend<TSource, TDistance>(source, state, _cursor, level);
            if (_cursor < count)
                return;
            MoveEntry(state);
            foreach (var slot in _round)
                supply.Retire(slot);
            _round.Clear();
        }
        while (all);
    }

    private static void Mend<TSource, TDistance>(TSource source, HnswState state, int slot, int level)
        where TSource : struct, IDistanceSource<TDistance>
        where TDistance : struct, IPairDistance
    {
        var (graph, slots, room) = (state.Graph, state.Slots, state.Graph.RoomAt(level));
        Span<int> links = stackalloc int[room], beyond = stackalloc int[room];
        var count = graph.Read(slot, level, links);
        var lost = false;
        for (var i = 0; i < count; i++)
            lost |= !slots.IsAlive(links[i]);
        if (!lost)
            return;
        var (distance, near, seen) = (source.From(slot), new NearestList(), new HashSet<int> { slot });
        near.Reset(room * room);
        for (var i = 0; i < count; i++)
        {
            if (slots.IsAlive(links[i]))
                Add(links[i]);
            else if (slots.IsAlive(slot))
                foreach (var other in beyond[..graph.Read(links[i], level, beyond)])
                    if (slots.IsAlive(other))
                        Add(other);
        }

        graph.Write(slot, level, links[..HnswLinker.Choose(distance, near.Keys, links)]);

        void Add(int other)
        {
            if (seen.Add(other))
                near.Add(distance.Between(slot, other), other);
        }
    }

    private static void MoveEntry(HnswState state)
    {
        var (entry, _) = state.Graph.Entry;
        if (entry < 0 || state.Slots.IsAlive(entry))
            return;
        var (best, highest) = (-1, -1);
        for (var slot = 0; slot < state.Slots.Count; slot++)
            if (state.Slots.IsAlive(slot) && state.Graph.LevelOf(slot) > highest)
                (best, highest) = (slot, state.Graph.LevelOf(slot));
        state.Graph.SetEntry(best, Math.Max(0, highest));
    }
}
