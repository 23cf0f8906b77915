using Bellwether.Features.Windows;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Engine;

/// <summary>All entities of one kind with their events. Not safe for concurrent use.</summary>
internal sealed class EntityState
{
    private const int Unknown = -2;

    private readonly int _maxEntities;
    private readonly long _memory;
    private string? _first, _second;
    private ulong _hash;
    private int _slot = Unknown;

    public EntityState(StreamPlan[] plans, long memory, EngineOptions options, long lateness)
    {
        Plans = plans;
        Streams = Array.ConvertAll(plans, p => new StreamStore(p.Layout, lateness, options.ExactDistinctEvents));
        _maxEntities = options.MaxEntities;
        _memory = memory + lateness;
    }

    /// <summary>The streams' plans.</summary>
    public StreamPlan[] Plans { get; }

    /// <summary>The streams' events.</summary>
    public StreamStore[] Streams { get; }

    /// <summary>The entities.</summary>
    public EntityTable Table { get; } = new();

    /// <summary>How many entities were forgotten.</summary>
    public long Evicted { get; set; }

    /// <summary>The hash by which an entity is known.</summary>
    public static ulong HashOf(string first, string? second) => second is null ? StableHash.Of(first) : StableHash.Of(second, StableHash.Of(first));

    /// <summary>Turns to an entity, and asks for the memory in which it is looked up.</summary>
    /// <remarks>A request is usually computed and then applied: the same texts, which cannot have changed, are neither hashed nor looked up again.</remarks>
    public void Aim(string first, string? second)
    {
        if (ReferenceEquals(first, _first) && ReferenceEquals(second, _second))
            return;
        (_first, _second, _hash, _slot) = (first, second, HashOf(first, second), Unknown);
        Table.Prefetch(_hash);
    }

    /// <summary>Looks the entity up and asks for the memory that says where its events lie.</summary>
    public void Locate()
    {
        if (_slot != Unknown)
            return;
        _slot = Table.Find(_hash);
        if (_slot < 0)
            return;
        Table.PrefetchNeighbours(_slot);
        foreach (var stream in Streams)
            stream.Prefetch(_slot);
    }

    /// <summary>Asks for the memory of the events that windows are read from.</summary>
    public void Approach()
    {
        if (_slot < 0)
            return;
        foreach (var stream in Streams)
            stream.PrefetchRecords(_slot);
    }

    /// <summary>Reads all numbers of the entity turned to.</summary>
    public void Read(long time, double[] values)
    {
        Locate();
        foreach (var stream in Streams)
            stream.Read(_slot, time, values);
    }

    /// <summary>Adds an event to a stream of the entity turned to, and forgets entities that are idle or too many.</summary>
    public void Insert(int stream, long time, double[] numbers, ulong[] names)
    {
        Locate();
        var slot = _slot = Table.Touch(_hash, _slot, time);
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
        if (slot == _slot)
            _slot = Unknown;
        Evicted++;
    }
}
