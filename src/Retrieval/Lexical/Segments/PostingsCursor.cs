using System.Runtime.CompilerServices;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Walks the postings of one term of one segment, a decoded block at a time. Pooled: <see cref="Reset"/> gives it a term.</summary>
internal sealed unsafe class PostingsCursor
{
    /// <summary>The document after the last.</summary>
    public const int End = int.MaxValue;

    private readonly uint[] _numbers = GC.AllocateUninitializedArray<uint>(BitPacking.Block * (1 + LexicalOptions.MostFields), pinned: true);
    private readonly uint* _documents;
    private Segment _segment = null!;
    private TermEntry _entry;
    private byte* _directory;
    private int _entryBytes, _fields, _block, _count, _at;
    private byte* _header, _frequencyData;
    private bool _hasFrequencies;

    public PostingsCursor() => _documents = (uint*)Unsafe.AsPointer(ref _numbers[0]);

    /// <summary>The document it stands on; <see cref="End"/> after the last.</summary>
    public int Document { get; private set; }

    /// <summary>In how many documents of the segment the term is.</summary>
    public int DocumentCount => _entry.Documents;

    /// <summary>How many blocks there are.</summary>
    public int BlockCount => _entry.Blocks;

    /// <summary>The block that is decoded.</summary>
    public int CurrentBlock => _block;

    /// <summary>Documents in the decoded block.</summary>
    public int CountInBlock => _count;

    /// <summary>Its place in the decoded block.</summary>
    public int PlaceInBlock => _at;

    /// <summary>The documents of the decoded block, rising.</summary>
    public uint* BlockDocuments => _documents;

    /// <summary>Goes to the first posting of a term.</summary>
    public void Reset(Segment segment, in TermEntry entry)
    {
        (_segment, _entry, _fields) = (segment, entry, segment.FieldCount);
        _directory = segment.PostingsStart + entry.Directory;
        _entryBytes = SegmentFormat.DirectoryEntryBytes(_fields);
        Load(0);
        Document = (int)_documents[0];
    }

    /// <summary>Forgets the segment, so that a pooled cursor keeps no memory alive.</summary>
    public void Release() => _segment = null!;

    /// <summary>The last document of a block; for the only block of a short list the last of the segment.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LastDocument(int block) => _entry.Blocks == 1 ? _segment.DocumentCount - 1 : Unsafe.ReadUnaligned<int>(_directory + ((long)block * _entryBytes));

    /// <summary>The impacts of a block, field by field.</summary>
    public byte* BlockImpacts(int block) => _entry.Blocks == 1 ? _entry.Impacts : _directory + ((long)block * _entryBytes) + 12;

    /// <summary>The impacts of the whole term.</summary>
    public byte* TermImpacts => _entry.Impacts;

    /// <summary>The first block from <paramref name="from"/> on whose last document is not below the target; <see cref="BlockCount"/> for none.</summary>
    public int BlockOf(int target, int from)
    {
        var step = 1;
        var low = from;
        while (low < _entry.Blocks && LastDocument(low) < target)
        {
            from = low + 1;
            low += step;
            step *= 2;
        }

        var high = Math.Min(low, _entry.Blocks);
        while (from < high)
        {
            var middle = (from + high) >> 1;
            if (LastDocument(middle) < target)
                from = middle + 1;
            else
                high = middle;
        }

        return from;
    }

    /// <summary>Goes to the next posting.</summary>
    public int Next()
    {
        if (Document == End)
            return End;
        if (++_at < _count)
            return Document = (int)_documents[_at];
        return NextBlock();
    }

    /// <summary>Goes to the first posting of the block after the decoded one.</summary>
    public int NextBlock()
    {
        if (_block + 1 >= _entry.Blocks)
            return Document = End;
        Load(_block + 1);
        return Document = (int)_documents[0];
    }

    /// <summary>Goes to the first posting that is not below the target; stays where it is at one already.</summary>
    public int Advance(int target)
    {
        if (Document >= target)
            return Document;
        if (_documents[_count - 1] < (uint)target)
        {
            var block = BlockOf(target, _block + 1);
            if (block >= _entry.Blocks)
                return Document = End;
            Load(block);
        }

        var at = _at;
        while (at + 16 < _count && _documents[at + 16] < (uint)target)
            at += 16;
        while (at < _count && _documents[at] < (uint)target)
            at++;
        if (at == _count)
            return Document = End;
        _at = at;
        return Document = (int)_documents[at];
    }

    /// <summary>Moves within the decoded block.</summary>
    public void MoveTo(int place)
    {
        _at = place;
        Document = (int)_documents[place];
    }

    /// <summary>How often the term is in a field of the document it stands on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Frequency(int field) => BlockFrequencies(field)[_at];

    /// <summary>The frequencies of the decoded block in a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint* BlockFrequencies(int field)
    {
        if (!_hasFrequencies)
            LoadFrequencies();
        return _documents + (BitPacking.Block * (1 + field));
    }

    /// <summary>Where the positions of the decoded block begin among the positions of the segment.</summary>
    public long BlockPositions => _entry.Positions + (_entry.Blocks == 1 ? 0 : Unsafe.ReadUnaligned<uint>(_directory + ((long)_block * _entryBytes) + 8));

    private void Load(int block)
    {
        var many = _entry.Blocks > 1;
        var before = many && block > 0 ? LastDocument(block - 1) : -1;
        var offset = _entry.Data + (many ? Unsafe.ReadUnaligned<uint>(_directory + ((long)block * _entryBytes) + 4) : 0);
        var count = block == _entry.Blocks - 1 ? _entry.Documents - (block * BitPacking.Block) : BitPacking.Block;
        var data = _segment.PostingsStart + offset;
        var left = _segment.PostingsLength - offset - 1 - _fields;
        if (left < 0)
            throw Outside();
        int gapWidth = data[0];
        long bytes = BitPacking.Bytes(count, gapWidth);
        for (var f = 0; f < _fields; f++)
        {
            if (data[1 + f] > 32)
                throw Outside();
            bytes += BitPacking.Bytes(count, data[1 + f]);
        }

        if (gapWidth > 32 || bytes > left)
            throw Outside();
        (_block, _count, _at, _hasFrequencies) = (block, count, 0, false);
        _header = data;
        _frequencyData = data + 1 + _fields;
        BitPacking.UnpackGaps(_frequencyData, count, gapWidth, (uint)before, _documents);
        _frequencyData += BitPacking.Bytes(count, gapWidth);
        var last = (int)_documents[count - 1];
        var holds = (uint)last < (uint)_segment.DocumentCount && (!many || last == LastDocument(block));
        if (!holds || before >= last || (gapWidth > 23 && !Rises(before)))
            throw Outside();
    }

    /// <summary>Gaps that wide can wrap around: each document must be above the one before.</summary>
    private bool Rises(int before)
    {
        for (var i = 0; i < _count; i++)
        {
            if ((int)_documents[i] <= before)
                return false;
            before = (int)_documents[i];
        }

        return true;
    }

    private void LoadFrequencies()
    {
        var at = _frequencyData;
        for (var f = 0; f < _fields; f++)
        {
            var to = _documents + (BitPacking.Block * (1 + f));
            BitPacking.Unpack(at, _count, _header[1 + f], to);
            at += BitPacking.Bytes(_count, _header[1 + f]);
            if (_fields == 1)
                for (var i = 0; i < _count; i++)
                    to[i]++;
        }

        _hasFrequencies = true;
    }

    private Data.Formats.ModelFormatException Outside() => _segment.Damaged(SegmentSection.Postings, "a block of documents is out of range");
}
