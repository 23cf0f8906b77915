using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bellwether.Features.Windows;

/// <summary>The events of one stream, for all entities of one kind, and the windows over them.</summary>
/// <remarks>Slots come from the entity table. Reading changes nothing but hints on where windows began last time, which only make the
/// next search shorter. Not safe for concurrent use.</remarks>
internal sealed class StreamStore
{
    /// <summary>One ring holds at most this many events: then the sums of squares still fit in 128 bits.</summary>
    public const int MostRecords = (1 << 24) - 2;

    private const int RingInts = 5;

    private readonly StreamLayout _layout;
    private readonly BlockArena _arena;
    private readonly WindowReader _reader;
    private readonly long _lateness;
    private readonly int _stride;
    private readonly EntityTable _table;
    private readonly int _place;

    /// <summary>An empty stream.</summary>
    /// <param name="layout">How its events are kept.</param>
    /// <param name="table">The entities.</param>
    /// <param name="place">Where, among the words kept of an entity, those of this stream begin: <see cref="WordsOf"/> many.</param>
    /// <param name="lateness">How late events may come, in microseconds.</param>
    /// <param name="exactDistinct">How many events a window holds at most whose names are counted one by one.</param>
    public StreamStore(StreamLayout layout, EntityTable table, int place, long lateness, int exactDistinct)
    {
        (_layout, _table, _place, _lateness, _stride) = (layout, table, place, lateness, layout.Stride);
        _arena = new BlockArena(layout.Stride);
        _reader = new WindowReader(layout, exactDistinct);
    }

    /// <summary>Events that came so late that the memory of their time was gone.</summary>
    public long TooLate { get; set; }

    /// <summary>Events let go early because one entity had more than <see cref="MostRecords"/>.</summary>
    public long Overflowed { get; set; }

    /// <summary>All memory taken.</summary>
    public long Bytes => _arena.Bytes;

    /// <summary>How many words of an entity a stream needs: its ring, and a hint for each window.</summary>
    public static int WordsOf(StreamLayout layout) => ((RingInts + layout.Windows.Length) + 1) / 2;

    /// <summary>Reads all numbers of an entity (slot -1: one never seen) as of a time.</summary>
    public void Read(int slot, long time, double[] values)
    {
        if (slot < 0 || !RingOf(slot).IsOpen)
        {
            _reader.ReadNothing(values);
            return;
        }

        ref var ring = ref RingOf(slot);
        _reader.Read(_arena.Chunks[ring.Chunk], in ring, time, Hints(ref ring), values);
    }

    /// <summary>Asks for the last event of an entity, and for those with which its windows began last time.</summary>
    public void PrefetchRecords(int slot)
    {
        ref var ring = ref RingOf(slot);
        if (!ring.IsOpen)
            return;
        var words = _arena.Chunks[ring.Chunk];
        Prefetch(words, ring.Offset + ((ring.End - 1) * _stride), (2 * _stride) - 1);
        foreach (var hint in Hints(ref ring))
            if (hint < ring.End - 1)
                Prefetch(words, ring.Offset + ((Math.Max(hint, ring.Start) - 1) * _stride), 2 * _stride);
    }

    /// <summary>Whether a count of distinct names is exact as of a time.</summary>
    public bool IsExact(int slot, long time, int window)
    {
        if (slot < 0 || !RingOf(slot).IsOpen)
            return true;
        ref var ring = ref RingOf(slot);
        return _reader.IsExact(_arena.Chunks[ring.Chunk], in ring, time, window);
    }

    /// <summary>Puts an event at its place in time, after those of the same time, and lets go of what no window can reach any more.</summary>
    public void Insert(int slot, long time, double[] numbers, ulong[] names)
    {
        ref var ring = ref RingOf(slot);
        if (!ring.IsOpen)
            Open(ref ring, 0);
        var words = _arena.Chunks[ring.Chunk];
        if (time < Time(words, in ring, ring.Start - 1))
        {
            TooLate++;
            return;
        }

        if (ring.End - ring.Start >= MostRecords)
        {
            ring.Start++;
            Overflowed++;
        }

        if (ring.End == BlockArena.Capacity(ring.Class))
        {
            MakeRoom(ref ring);
            words = _arena.Chunks[ring.Chunk];
        }

        var place = WindowReader.UpperBound(words, in ring, _stride, time);
        var at = ring.Offset + (place * _stride);
        if (place < ring.End)
            Array.Copy(words, at, words, at + _stride, (ring.End - place) * _stride);
        ring.End++;
        words[at] = time;
        var channels = _layout.Numbers;
        for (var i = 0; i < channels.Length; i++)
            Record.Number(words, at + channels[i].Value, numbers[i]);
        for (var i = 0; i < _layout.Names.Length; i++)
            words[at + _layout.Names[i]] = unchecked((long)names[i]);
        if (_layout.Names.Length > 0)
            _reader.LinkNames(words, in ring, place);
        if (_layout.HasDerived)
            for (var i = place; i < ring.End; i++)
                RecordMath.Derive(_layout, words, in ring, i);
        Expire(words, ref ring);
    }

    /// <summary>Forgets an entity.</summary>
    public void Evict(int slot)
    {
        ref var ring = ref RingOf(slot);
        if (!ring.IsOpen)
            return;
        _arena.Return(ring.Class, ring.Chunk, ring.Offset);
        Hints(ref ring).Clear();
        ring = default;
    }

    /// <summary>The words of all records of an entity, the last expired one first; empty for an entity without events here.</summary>
    public ReadOnlySpan<long> Words(int slot)
    {
        ref var ring = ref RingOf(slot);
        if (!ring.IsOpen)
            return [];
        return _arena.Chunks[ring.Chunk].AsSpan(ring.Offset + ((ring.Start - 1) * _stride), (ring.End - ring.Start + 1) * _stride);
    }

    /// <summary>Makes room for an entity with this many records, and gives it to be filled; <see cref="Restored"/> must follow.</summary>
    public Span<long> Restore(int slot, int records)
    {
        ref var ring = ref RingOf(slot);
        Open(ref ring, BlockArena.ClassFor(records));
        ring.End = records;
        return _arena.Chunks[ring.Chunk].AsSpan(ring.Offset, records * _stride);
    }

    /// <summary>Links the minima and maxima, which a snapshot does not hold.</summary>
    public void Restored(int slot)
    {
        if (!_layout.HasExtremes)
            return;
        ref var ring = ref RingOf(slot);
        for (var i = 1; i < ring.End; i++)
            RecordMath.DeriveExtremes(_layout, _arena.Chunks[ring.Chunk], in ring, i);
    }

    private static void Prefetch(long[] words, int from, int count)
    {
        for (var i = 0; i < count; i += 8)
            Memory.Prefetch(words, from + i);
        Memory.Prefetch(words, from + count);
    }

    private void Open(ref Ring ring, int sizeClass)
    {
        (ring.Chunk, ring.Offset) = _arena.Take(sizeClass);
        (ring.Class, ring.Start, ring.End) = (sizeClass, 1, 1);
        RecordMath.Blank(_layout, _arena.Chunks[ring.Chunk], ring.Offset);
    }

    private void MakeRoom(ref Ring ring)
    {
        var live = ring.End - ring.Start + 1;
        var sizeClass = BlockArena.ClassFor(live + Math.Max(1, live / 4));
        var from = ring.Offset + ((ring.Start - 1) * _stride);
        var (chunk, offset) = sizeClass == ring.Class ? (ring.Chunk, ring.Offset) : _arena.Take(sizeClass);
        Array.Copy(_arena.Chunks[ring.Chunk], from, _arena.Chunks[chunk], offset, live * _stride);
        if (sizeClass != ring.Class)
            _arena.Return(ring.Class, ring.Chunk, ring.Offset);
        (ring.Chunk, ring.Offset, ring.Class, ring.Start, ring.End) = (chunk, offset, sizeClass, 1, live);
    }

    private void Expire(long[] words, ref Ring ring)
    {
        var horizon = Time(words, in ring, ring.End - 1) - _layout.Retention - _lateness;
        while (Time(words, in ring, ring.Start) <= horizon)
            ring.Start++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Time(long[] words, in Ring ring, int record) => words[ring.Offset + (record * _stride)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Ring RingOf(int slot) => ref Unsafe.As<long, Ring>(ref _table.Words(slot, _place));

    /// <summary>Where each window began last time: right behind the ring.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<int> Hints(ref Ring ring) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.As<Ring, int>(ref ring), RingInts), _layout.Windows.Length);
}
