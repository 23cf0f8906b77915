using System.Runtime.CompilerServices;
using Bellwether.Features.Windows;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Engine;

/// <summary>All entities of one kind with their events. Not safe for concurrent use.</summary>
internal sealed class EntityState
{
    private readonly int _maxEntities;
    private readonly long _memory;

    public EntityState(StreamPlan[] plans, long memory, EngineOptions options, long lateness)
    {
        Plans = plans;
        Table = new EntityTable(plans.Sum(p => StreamStore.WordsOf(p.Layout)));
        Streams = new StreamStore[plans.Length];
        for (var (i, place) = (0, 0); i < plans.Length; place += StreamStore.WordsOf(plans[i].Layout), i++)
            Streams[i] = new StreamStore(plans[i].Layout, Table, place, lateness, options.ExactDistinctEvents);
        _maxEntities = options.MaxEntities;
        _memory = memory + lateness;
    }

    /// <summary>The streams' plans.</summary>
    public StreamPlan[] Plans { get; }

    /// <summary>The streams' events.</summary>
    public StreamStore[] Streams { get; }

    /// <summary>The entities.</summary>
    public EntityTable Table { get; }

    /// <summary>How many entities were forgotten.</summary>
    public long Evicted { get; set; }

    /// <summary>The hash by which an entity is known.</summary>
    public static ulong HashOf(string first, string? second) => second is null ? StableHash.Of(first) : StableHash.Of(second, StableHash.Of(first));

    /// <summary>Turns to an entity, and asks for the memory in which it is looked up.</summary>
    /// <remarks>A request is usually computed and then applied: the same texts, which cannot have changed, are neither hashed nor looked up again.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(ref Aim aim, string first, string? second, TextHashes hashes)
    {
        if (ReferenceEquals(first, aim.First) && ReferenceEquals(second, aim.Second))
            return;
        aim = new Aim { First = first, Second = second, Hash = second is null ? hashes.Of(first) : StableHash.Of(second, hashes.Of(first)), Slot = -1 };
        Table.Prefetch(aim.Hash);
    }

    /// <summary>Looks up where the entity probably lies, and asks for the memory that says where its events are.</summary>
    public void Locate(ref Aim aim)
    {
        var slot = aim.Slot = Table.FindLikely(aim.Hash);
        if (slot >= 0)
            Table.PrefetchEntity(slot);
    }

    /// <summary>Asks for the memory of the events that windows are read from.</summary>
    public void Approach(in Aim aim)
    {
        if (aim.Slot < 0)
            return;
        foreach (var stream in Streams)
            stream.PrefetchRecords(aim.Slot);
    }

    /// <summary>Reads all numbers of an entity.</summary>
    public void Read(ref Aim aim, long time, double[] values)
    {
        aim.Slot = Table.Confirm(aim.Hash, aim.Slot);
        foreach (var stream in Streams)
            stream.Read(aim.Slot, time, values);
    }

    /// <summary>Adds an event to a stream of an entity, and forgets entities that are idle or too many.</summary>
    public void Insert(ref Aim aim, int stream, long time, double[] numbers, ulong[] names)
    {
        var slot = aim.Slot = Table.Touch(aim.Hash, Table.Confirm(aim.Hash, aim.Slot), time);
        Streams[stream].Insert(slot, time, numbers, names);
        // Two at most per event: enough to keep up with one new entity per event, and no single wild time can empty the table.
        for (var i = 0; i < 2; i++)
        {
            var oldest = Table.Oldest;
            if (oldest == slot || (Table.Count <= _maxEntities && Table.Newest(oldest) > time - _memory))
                break;
            Evict(oldest);
        }
    }

    private void Evict(int slot)
    {
        foreach (var stream in Streams)
            stream.Evict(slot);
        Table.Remove(slot);
        Evicted++;
    }
}
