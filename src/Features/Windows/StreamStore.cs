using System.Runtime.CompilerServices;

namespace Bellwether.Features.Windows;

/// <summary>The events of one stream, for all entities of one kind, and the windows over them.</summary>
/// <remarks>Slots come from the entity table. Reading changes nothing but hints on where windows began last time, which only make the
/// next search shorter. Not safe for concurrent use.</remarks>
internal sealed class StreamStore
{
    /// <summary>One ring holds at most this many events: then the sums of squares still fit in 128 bits.</summary>
    public const int MostRecords = (1 << 24) - 2;

    private readonly StreamLayout _layout;
    private readonly BlockArena _arena;
    private readonly WindowReader _reader;
    private readonly long _lateness;
    private readonly int _stride;
    private Ring[] _rings = [];
    private int[] _hints = [];

    public StreamStore(StreamLayout layout, long lateness, int exactDistinct)
    {
        (_layout, _lateness, _stride) = (layout, lateness, layout.Stride);
        _arena = new BlockArena(layout.Stride);
        _reader = new WindowReader(layout, exactDistinct);
    }

    /// <summary>Events that came so late that the memory of their time was gone.</summary>
    public long TooLate { get; set; }

    /// <summary>Events let go early because one entity had more than <see cref="MostRecords"/>.</summary>
    public long Overflowed { get; set; }

    /// <summary>All memory taken.</summary>
    public long Bytes => _arena.Bytes + ((long)_rings.Length * 20) + ((long)_hints.Length * 4);

    /// <summary>Reads all numbers of an entity (slot -1: one never seen) as of a time.</summary>
    public void Read(int slot, long time, double[] values)
    {
        if ((uint)slot >= (uint)_rings.Length || _rings[slot].Class < 0)
        {
            _reader.ReadNothing(values);
            return;
        }

        ref var ring = ref _rings[slot];
        var windows = _layout.Windows.Length;
        _reader.Read(_arena.Chunks[ring.Chunk], in ring, time, _hints.AsSpan(slot * windows, windows), values);
    }

    /// <summary>Asks for the memory that says where an entity's events lie.</summary>
    public void Prefetch(int slot)
    {
        if ((uint)slot >= (uint)_rings.Length)
            return;
        Memory.Prefetch(_rings, slot);
        Memory.Prefetch(_hints, slot * _layout.Windows.Length);
    }

    /// <summary>Asks for the last event of an entity, and for those with which its windows began last time.</summary>
    public void PrefetchRecords(int slot)
    {
        if ((uint)slot >= (uint)_rings.Length || _rings[slot].Class < 0)
            return;
        ref var ring = ref _rings[slot];
        var words = _arena.Chunks[ring.Chunk];
        Prefetch(words, ring.Offset + ((ring.End - 1) * _stride), (2 * _stride) - 1);
        var windows = _layout.Windows.Length;
        foreach (var hint in _hints.AsSpan(slot * windows, windows))
            if (hint < ring.End - 1)
                Prefetch(words, ring.Offset + ((Math.Max(hint, ring.Start) - 1) * _stride), _stride);
    }

    /// <summary>Whether a count of distinct names is exact as of a time.</summary>
    public bool IsExact(int slot, long time, int window)
    {
        if ((uint)slot >= (uint)_rings.Length || _rings[slot].Class < 0)
            return true;
        ref var ring = ref _rings[slot];
        return _reader.IsExact(_arena.Chunks[ring.Chunk], in ring, time, window);
    }

    /// <summary>Puts an event at its place in time, after those of the same time, and lets go of what no window can reach any more.</summary>
    public void Insert(int slot, long time, double[] numbers, ulong[] names)
    {
        EnsureSlot(slot);
        ref var ring = ref _rings[slot];
        if (ring.Class < 0)
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
                RecordMath.Derive(_layout, words, ring.Offset, i);
        Expire(words, ref ring);
    }

    /// <summary>Forgets an entity.</summary>
    public void Evict(int slot)
    {
        if (slot >= _rings.Length || _rings[slot].Class < 0)
            return;
        ref var ring = ref _rings[slot];
        _arena.Return(ring.Class, ring.Chunk, ring.Offset);
        ring.Class = -1;
        _hints.AsSpan(slot * _layout.Windows.Length, _layout.Windows.Length).Clear();
    }

    /// <summary>The words of all records of an entity, the last expired one first; empty for an entity without events here.</summary>
    public ReadOnlySpan<long> Words(int slot)
    {
        if (slot >= _rings.Length || _rings[slot].Class < 0)
            return [];
        ref var ring = ref _rings[slot];
        return _arena.Chunks[ring.Chunk].AsSpan(ring.Offset + ((ring.Start - 1) * _stride), (ring.End - ring.Start + 1) * _stride);
    }

    /// <summary>Makes room for an entity with this many records, and gives it to be filled; <see cref="Restored"/> must follow.</summary>
    public Span<long> Restore(int slot, int records)
    {
        EnsureSlot(slot);
        ref var ring = ref _rings[slot];
        Open(ref ring, BlockArena.ClassFor(records));
        ring.End = records;
        return _arena.Chunks[ring.Chunk].AsSpan(ring.Offset, records * _stride);
    }

    /// <summary>Works out the words that depend on where in its block a record lies.</summary>
    public void Restored(int slot) => DeriveExtremes(in _rings[slot]);

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
        DeriveExtremes(in ring);
    }

    private void DeriveExtremes(in Ring ring)
    {
        if (!_layout.HasExtremes)
            return;
        for (var i = 1; i < ring.End; i++)
            RecordMath.DeriveExtremes(_layout, _arena.Chunks[ring.Chunk], ring.Offset, i);
    }

    private void Expire(long[] words, ref Ring ring)
    {
        var horizon = Time(words, in ring, ring.End - 1) - _layout.Retention - _lateness;
        while (Time(words, in ring, ring.Start) <= horizon)
            ring.Start++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Time(long[] words, in Ring ring, int record) => words[ring.Offset + (record * _stride)];

    private void EnsureSlot(int slot)
    {
        if (slot < _rings.Length)
            return;
        var before = _rings.Length;
        Array.Resize(ref _rings, Math.Max(16, Math.Max(slot + 1, before * 2)));
        for (var i = before; i < _rings.Length; i++)
            _rings[i].Class = -1;
        Array.Resize(ref _hints, _rings.Length * _layout.Windows.Length);
    }
}
