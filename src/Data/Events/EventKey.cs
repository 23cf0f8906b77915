using System.Runtime.InteropServices;
using Hashing = Bellwether.Numerics.Hashing;

namespace Bellwether.Data.Events;

/// <summary>What makes an event the same event as another: a store holds at most one per key.</summary>
/// <param name="System">The system it belongs to.</param>
/// <param name="Type">The kind of fact.</param>
/// <param name="Id">The caller's id.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventKey(string System, string Type, string Id)
{
    /// <summary>The key of an event.</summary>
    public static EventKey Of(EventRecord record) => new(record.System, record.Type, record.Id);

    /// <summary>A hash that is the same in every process: for filters that outlive one. No allocation.</summary>
    public ulong StableHash() =>
        Hashing.StableHash.Of(
            Id, Hashing.StableHash.Of(Type, Hashing.StableHash.Of(System)));

    /// <summary><c>system/type/id</c>, for messages.</summary>
    public override string ToString() => $"{System}/{Type}/{Id}";
}
