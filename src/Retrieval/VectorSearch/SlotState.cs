using System.Runtime.CompilerServices;
using Bellwether.Numerics.LinearAlgebra;

namespace Bellwether.Retrieval.VectorSearch;

/// <summary>Numbered places for vectors with their ids, as one reader sees them. A writer fills places behind <see cref="Count"/>; when none is left it makes a larger state, and readers keep
/// the one they began with.</summary>
internal sealed unsafe class SlotState
{
    private int _count;
    private volatile IdTable _table;

    public SlotState(int dimension, int capacity)
        : this(dimension, capacity, 0, new Block((long)capacity * FloatKernels.Padded(dimension) * sizeof(float)), new Block((long)capacity * sizeof(long)), new Block(capacity), new IdTable(capacity))
    {
    }

    public SlotState(int dimension, int capacity, int count, Block vectors, Block ids, Block dead, IdTable table)
    {
        (Dimension, Stride, Capacity, Vectors, Ids, Dead) = (dimension, FloatKernels.Padded(dimension), capacity, vectors, ids, dead);
        (_count, _table) = (count, table);
    }

    /// <summary>Copies vectors with their ids, checked.</summary>
    public static SlotState Of(Vectors vectors, ReadOnlySpan<long> ids, Metric metric)
    {
        var named = VectorChecks.Ids(ids, vectors.Count);
        var slots = new SlotState(vectors.Dimension, Math.Max(1, vectors.Count));
        var row = new float[slots.Stride];
        for (var i = 0; i < vectors.Count; i++)
        {
            VectorChecks.PrepareRow(vectors, i, metric, row);
            slots.Fill(i, named[i], row);
            slots.Publish(i);
        }

        return slots;
    }

    /// <summary>Half as much again as is needed, so that growing costs little per vector.</summary>
    public static int CapacityFor(int slot)
    {
        var capacity = (int)Math.Min(int.MaxValue - 64L, Math.Max(16, (slot * 3L / 2) + 1));
        return slot < capacity ? capacity : throw new InvalidOperationException("An index must hold fewer than 2^31 vectors; spread them over several.");
    }

    public int Dimension { get; }

    /// <summary>Floats per row: the dimension padded with zeros.</summary>
    public int Stride { get; }

    public int Capacity { get; }

    public Block Vectors { get; }

    public Block Ids { get; }

    /// <summary>One byte per slot; 0 where it lives.</summary>
    public Block Dead { get; }

    public IdTable Table => _table;

    /// <summary>Slots that were ever filled, dead ones included.</summary>
    public int Count => Volatile.Read(ref _count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* VectorOf(int slot) => (float*)Vectors.Pointer + ((long)slot * Stride);

    public long IdOf(int slot) => ((long*)Ids.Pointer)[slot];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAlive(int slot) => Volatile.Read(ref Dead.Pointer[slot]) == 0;

    public int Find(long id) => _table.Find(id, this);

    /// <summary>Writer only: fills a slot that no reader looks at: one behind the count, or one that is dead.</summary>
    public void Fill(int slot, long id, ReadOnlySpan<float> row)
    {
        row.CopyTo(new Span<float>(VectorOf(slot), Stride));
        ((long*)Ids.Pointer)[slot] = id;
    }

    /// <summary>Writer only: lets readers see a filled slot.</summary>
    public void Publish(int slot)
    {
        if (_table.IsCrowded)
            _table = Rebuilt(Math.Max(Capacity, 8));
        _table.Add(IdOf(slot), slot);
        Volatile.Write(ref Dead.Pointer[slot], 0);
        if (slot == _count)
            Volatile.Write(ref _count, slot + 1);
        // Links to the slot, which are written next, must not become visible before its content.
        Thread.MemoryBarrier();
    }

    /// <summary>Writer only: no search that begins now returns the slot.</summary>
    public void Kill(int slot) => Volatile.Write(ref Dead.Pointer[slot], 1);

    /// <summary>A table of the living slots alone, in the order of slots.</summary>
    public IdTable Rebuilt(int room)
    {
        var table = new IdTable(room);
        for (var slot = 0; slot < _count; slot++)
            if (IsAlive(slot))
                table.Add(IdOf(slot), slot);
        return table;
    }

    /// <summary>A copy with more room, in memory of its own.</summary>
    public SlotState Grown(int capacity)
    {
        var grown = new SlotState(Dimension, capacity, _count, Vectors.Grown((long)capacity * Stride * sizeof(float), (long)_count * Stride * sizeof(float)),
            Ids.Grown((long)capacity * sizeof(long), (long)_count * sizeof(long)), Dead.Grown(capacity, _count), _table);
        grown._table = grown.Rebuilt(capacity);
        return grown;
    }
}
