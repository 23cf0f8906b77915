using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Features.Engine;

/// <summary>What the engine knows of one event before it is computed or applied: its entities, and how far their memory was asked for.</summary>
internal sealed class Glance(int kinds)
{
    /// <summary>The event; null for none.</summary>
    public IEvent? Event { get; private set; }

    /// <summary>Its time in microseconds since the Unix epoch.</summary>
    public long Time { get; private set; }

    /// <summary>Per kind of entity, the one that the event names.</summary>
    public Aim[] Aims { get; } = new Aim[kinds];

    /// <summary>How many rounds are done: 1 hashed, 2 looked up, 3 records asked for.</summary>
    public int Rounds { get; set; }

    /// <summary>Turns to another event.</summary>
    public void Turn(IEvent value)
    {
        (Event, Time, Rounds) = (value, UnixMicroseconds.Of(value.Time), 0);
        foreach (ref var aim in Aims.AsSpan())
            (aim.First, aim.Slot) = (null, -1);
    }
}
