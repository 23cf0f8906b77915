using Bellwether.Data;
using Bellwether.Data.Events;

namespace Bellwether.Features.Engine;

/// <summary>What the engine knows of the event it turned to: its time and its entities.</summary>
internal sealed class Glance(int kinds)
{
    /// <summary>The event; null for none.</summary>
    public IEvent? Event { get; private set; }

    /// <summary>Its time in microseconds since the Unix epoch.</summary>
    public long Time { get; private set; }

    /// <summary>Per kind of entity, the one that the event names.</summary>
    public Aim[] Aims { get; } = new Aim[kinds];

    /// <summary>Turns to another event.</summary>
    public void Turn(IEvent value)
    {
        (Event, Time) = (value, UnixMicroseconds.Of(value.Time));
        foreach (ref var aim in Aims.AsSpan())
            (aim.First, aim.Slot) = (null, -1);
    }
}
