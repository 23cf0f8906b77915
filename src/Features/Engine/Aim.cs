namespace Bellwether.Features.Engine;

/// <summary>An entity that an event belongs to: how it is named, and where it probably lies.</summary>
internal struct Aim
{
    /// <summary>The first part of its key; null for none.</summary>
    public string? First;

    /// <summary>The second part of its key, where keys have two.</summary>
    public string? Second;

    /// <summary>The hash by which it is known.</summary>
    public ulong Hash;

    /// <summary>The slot where it was last seen, or -1. Others may have moved in since: the table is asked before it is used.</summary>
    public int Slot;
}
