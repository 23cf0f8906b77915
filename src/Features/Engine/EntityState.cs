using Bellwether.Features.Windows;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Features.Engine;

/// <summary>All entities of one kind with their events. Not safe for concurrent use.</summary>
internal sealed class EntityState
{
    private readonly int _maxEntities;
    private readonly long _memory;
    private string? _lastKey;
    private ulong _lastHash;

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
    public ulong HashOf(string key)
    {
        // A request is usually computed and then applied: the same string, which cannot have changed.
        if (!ReferenceEquals(key, _lastKey))
            (_lastKey, _lastHash) = (key, StableHash.Of(key));
        return _lastHash;
    }

    /// <summary>Reads all numbers of an entity.</summary>
    public void Read(string key, long time, double[] values)
    {
        var slot = Table.Find(HashOf(key));
        foreach (var stream in Streams)
            stream.Read(slot, time, values);
    }

    /// <summary>Adds an event to a stream of an entity, and forgets entities that are idle or too many.</summary>
    public void Insert(int stream, string key, long time, double[] numbers, ulong[] names)
    {
        var slot = Table.Touch(HashOf(key), time);
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
