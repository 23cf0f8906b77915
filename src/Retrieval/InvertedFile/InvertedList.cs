using Bellwether.Retrieval.Quantization;
using Bellwether.Retrieval.VectorSearch;

namespace Bellwether.Retrieval.InvertedFile;

/// <summary>Slots and codes of the vectors of one cell. The writer fills places behind <see cref="Count"/>; for anything else it makes a new list.</summary>
internal sealed unsafe class InvertedList
{
    private readonly Block _slots, _codes;
    private int _count;

    public InvertedList(int parts, int capacity)
        : this(parts, 0, capacity, new Block((long)capacity * sizeof(int)), new Block(FastScan.Bytes(capacity, parts)))
    {
    }

    public InvertedList(int parts, int count, int capacity, Block slots, Block codes) => (Parts, _count, Capacity, _slots, _codes) = (parts, count, capacity, slots, codes);

    public int Parts { get; }

    public int Capacity { get; }

    public int Count => Volatile.Read(ref _count);

    public bool IsFull => _count == Capacity || _slots.IsMapped;

    public byte* Codes => _codes.Pointer;

    public int SlotAt(int place) => ((int*)_slots.Pointer)[place];

    /// <summary>Writer only: adds at the end; the list must not be full.</summary>
    public void Add(int slot, ReadOnlySpan<byte> code)
    {
        ((int*)_slots.Pointer)[_count] = slot;
        FastScan.Put(_codes.Pointer, Parts, _count, code);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>A copy with room for more.</summary>
    public InvertedList Grown() => Copy(Math.Max(FastScan.Group, ((Count * 3 / 2) + FastScan.Group) / FastScan.Group * FastScan.Group), -1);

    /// <summary>A copy without a slot.</summary>
    public InvertedList Without(int slot) => Copy(Math.Max(FastScan.Group, (Count + FastScan.Group - 1) / FastScan.Group * FastScan.Group), slot);

    public bool Holds(int slot) => new ReadOnlySpan<int>(_slots.Pointer, Count).Contains(slot);

    /// <summary>Copies all slots and codes to where an image wants them.</summary>
    public void CopyTo(int* slots, byte* codes)
    {
        new ReadOnlySpan<int>(_slots.Pointer, Count).CopyTo(new Span<int>(slots, Count));
        Buffer.MemoryCopy(_codes.Pointer, codes, FastScan.Bytes(Count, Parts), FastScan.Bytes(Count, Parts));
    }

    private InvertedList Copy(int capacity, int without)
    {
        var copy = new InvertedList(Parts, capacity);
        Span<byte> code = stackalloc byte[Parts];
        for (var place = 0; place < Count; place++)
            if (SlotAt(place) != without)
            {
                FastScan.Get(_codes.Pointer, Parts, place, code);
                copy.Add(SlotAt(place), code);
            }

        return copy;
    }
}
