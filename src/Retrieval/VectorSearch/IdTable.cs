using System.Numerics;
using Bellwether.Numerics.Hashing;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>From ids to slots: an open hash table of slot numbers, with the keys in the slots themselves. One writer, readers without locks.</summary>
/// <remarks>An entry is never taken out. It may be stale, because its slot died or belongs to another id by now: whoever looks up compares the id and asks whether the slot lives.</remarks>
internal sealed unsafe class IdTable
{
    private readonly Block _entries;
    private readonly int _mask;

    /// <summary>An empty table for this many ids.</summary>
    public IdTable(int ids)
        : this(new Block(sizeof(int) * (long)SizeFor(ids)))
    {
    }

    /// <summary>Sees entries that were written before.</summary>
    public IdTable(Block entries) => (_entries, _mask) = (entries, (int)(entries.Length / sizeof(int)) - 1);

    public int Used { get; private set; }

    public bool IsCrowded => (long)Used * 4 > (_mask + 1L) * 3;

    public Block Entries => _entries;

    /// <summary>The size of a table that was just written for this many slots.</summary>
    public static int SizeFor(int ids) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(ids, 8) * 2);

    /// <summary>The living slot of an id, or -1.</summary>
    public int Find(long id, SlotState state)
    {
        var entries = (int*)_entries.Pointer;
        var at = (int)StableHash.Of((ulong)id) & _mask;
        for (var step = 0; step <= _mask; step++, at = (at + 1) & _mask)
        {
            var slot = Volatile.Read(ref entries[at]) - 1;
            if (slot == -1)
                return -1;
            if ((uint)slot < (uint)state.Capacity && state.IdOf(slot) == id && state.IsAlive(slot))
                return slot;
        }

        return -1;
    }

    /// <summary>Writer only: adds an entry; the table must not be crowded.</summary>
    public void Add(long id, int slot)
    {
        var entries = (int*)_entries.Pointer;
        var at = (int)StableHash.Of((ulong)id) & _mask;
        while (entries[at] != 0)
            at = (at + 1) & _mask;
        Volatile.Write(ref entries[at], slot + 1);
        Used++;
    }
}
