using System.Runtime.CompilerServices;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.Hnsw;

/// <summary>The links of a graph of layers. A link is stored as slot + 1; the first number that is no slot ends a list.</summary>
/// <remarks>Readers walk the lists while the writer changes them: each number is written at once, a list may be seen half old and half new, which costs a link at worst. Every link
/// is compared with the capacity before it is followed, so a damaged file cannot lead outside.</remarks>
internal sealed unsafe class HnswGraph
{
    private long _top;

    public HnswGraph(int links, int capacity)
        : this(links, capacity, new Block((long)capacity * links * 2 * sizeof(int)), new Block((long)capacity * sizeof(int)), new Block(capacity), new Block((long)Math.Max(links, 1) * sizeof(int) * 64), 0, -1, 0)
    {
    }

    public HnswGraph(int links, int capacity, Block ground, Block offsets, Block levels, Block upper, int upperUsed, int entry, int topLevel)
    {
        (Links, Capacity, Ground, Offsets, Levels, Upper, UpperUsed) = (links, capacity, ground, offsets, levels, upper, upperUsed);
        SetEntry(entry, topLevel);
    }

    /// <summary>M: links per point on the layers above the ground; on the ground twice as many.</summary>
    public int Links { get; }

    public int Capacity { get; }

    /// <summary>Per slot 2·M links of the ground layer.</summary>
    public Block Ground { get; }

    /// <summary>Per slot the place in <see cref="Upper"/> where its upper lists begin, in lists.</summary>
    public Block Offsets { get; }

    /// <summary>Per slot its highest layer.</summary>
    public Block Levels { get; }

    /// <summary>Lists of M links, layer 1 first.</summary>
    public Block Upper { get; }

    /// <summary>Lists of <see cref="Upper"/> in use.</summary>
    public int UpperUsed { get; private set; }

    public int UpperLists => (int)(Upper.Length / (Links * sizeof(int)));

    /// <summary>Where searches begin, -1 for an empty graph, and the layer they begin on.</summary>
    public (int Slot, int Level) Entry
    {
        get
        {
            var top = Volatile.Read(ref _top);
            return ((int)top - 1, (int)(top >> 32));
        }
    }

    public void SetEntry(int slot, int level) => Volatile.Write(ref _top, ((long)level << 32) | (uint)(slot + 1));

    public int LevelOf(int slot) => Levels.Pointer[slot];

    public int RoomAt(int level) => level == 0 ? Links * 2 : Links;

    /// <summary>The list of a slot on a layer, or null where it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* ListOf(int slot, int level)
    {
        if (level == 0)
            return (int*)Ground.Pointer + ((long)slot * Links * 2);
        var list = (long)((int*)Offsets.Pointer)[slot] + level - 1;
        return level <= Levels.Pointer[slot] && (ulong)list < (ulong)UpperLists ? (int*)Upper.Pointer + (list * Links) : null;
    }

    /// <summary>Copies a list into <paramref name="slots"/>; returns its length.</summary>
    public int Read(int slot, int level, Span<int> slots)
    {
        var list = ListOf(slot, level);
        var (room, count) = (RoomAt(level), 0);
        if (list is null)
            return 0;
        while (count < room && (uint)(list[count] - 1) < (uint)Capacity)
        {
            slots[count] = list[count] - 1;
            count++;
        }

        return count;
    }

    /// <summary>Writer only: replaces a list.</summary>
    public void Write(int slot, int level, ReadOnlySpan<int> slots)
    {
        var list = ListOf(slot, level);
        var room = RoomAt(level);
        for (var i = 0; i < slots.Length; i++)
            Volatile.Write(ref list[i], slots[i] + 1);
        for (var i = slots.Length; i < room; i++)
            Volatile.Write(ref list[i], 0);
    }

    /// <summary>Writer only: gives a slot its layers, without links. The room for upper lists must be there.</summary>
    public void Place(int slot, int level)
    {
        Levels.Pointer[slot] = (byte)level;
        ((int*)Offsets.Pointer)[slot] = UpperUsed;
        new Span<int>(ListOf(slot, 0), Links * 2).Clear();
        new Span<byte>(Upper.Pointer + ((long)UpperUsed * Links * sizeof(int)), level * Links * sizeof(int)).Clear();
        UpperUsed += level;
    }

    /// <summary>How many upper lists the first slots have.</summary>
    public int ListsOf(int slots)
    {
        var lists = 0;
        for (var slot = 0; slot < slots; slot++)
            lists += Levels.Pointer[slot];
        return lists;
    }

    /// <summary>A copy with more room, in memory of its own, its upper lists side by side in the order of slots.</summary>
    public HnswGraph Grown(int capacity, int slots, int upperLists)
    {
        var (offsets, upper) = Compacted(capacity, slots, upperLists);
        var (entry, level) = Entry;
        return new HnswGraph(Links, capacity, Ground.Grown((long)capacity * Links * 2 * sizeof(int), (long)slots * Links * 2 * sizeof(int)),
            offsets, Levels.Grown(capacity, slots), upper, ListsOf(slots), entry, level);
    }

    /// <summary>Places and content of the upper lists, without the gaps that reused slots have left.</summary>
    public (Block Offsets, Block Upper) Compacted(int capacity, int slots, int upperLists)
    {
        var (offsets, upper, used) = (new Block((long)capacity * sizeof(int)), new Block((long)upperLists * Links * sizeof(int)), 0);
        for (var slot = 0; slot < slots; slot++)
        {
            ((int*)offsets.Pointer)[slot] = used;
            for (var level = 1; level <= Levels.Pointer[slot]; level++, used++)
                if (ListOf(slot, level) is var list && list is not null)
                    new Span<int>(list, Links).CopyTo(new Span<int>((int*)upper.Pointer + ((long)used * Links), Links));
        }

        return (offsets, upper);
    }
}
