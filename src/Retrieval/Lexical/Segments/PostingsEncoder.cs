namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Writes the terms of a segment one after the other, in the order of their bytes.</summary>
internal sealed class PostingsEncoder
{
    private readonly int _fields;
    private readonly bool _keepPositions;
    private readonly int[][] _lengths;
    private readonly uint[] _gaps = new uint[BitPacking.Block];
    private readonly uint[][] _frequencies;
    private readonly ImpactFrontier[] _blockImpacts, _termImpacts;
    private readonly ByteOutput _directory = new(), _blocks = new();
    private readonly byte[] _packed = new byte[BitPacking.Block * 4];
    private int _count, _inBlock, _last;
    private long _positionsStart, _blockPositions;

    /// <param name="lengths">Terms per document, per field.</param>
    /// <param name="keepPositions">Whether positions are written.</param>
    public PostingsEncoder(int[][] lengths, bool keepPositions)
    {
        (_fields, _keepPositions, _lengths) = (lengths.Length, keepPositions, lengths);
        _frequencies = [.. lengths.Select(_ => new uint[BitPacking.Block])];
        _blockImpacts = [.. lengths.Select(_ => new ImpactFrontier())];
        _termImpacts = [.. lengths.Select(_ => new ImpactFrontier())];
        TermOffsets.Write(0L);
    }

    public int TermCount { get; private set; }

    public ByteOutput TermOffsets { get; } = new();

    public ByteOutput TermBytes { get; } = new();

    public ByteOutput Terms { get; } = new();

    public ByteOutput Postings { get; } = new();

    public ByteOutput Positions { get; } = new();

    /// <summary>A document of the current term.</summary>
    /// <param name="document">Above the one before.</param>
    /// <param name="frequencies">Per field.</param>
    /// <param name="positions">Rising within a field, field by field; not looked at where none are kept.</param>
    public void Add(int document, ReadOnlySpan<int> frequencies, ReadOnlySpan<int> positions)
    {
        if (_inBlock == 0)
            _blockPositions = Positions.Length;
        if (_count == 0)
        {
            _positionsStart = Positions.Length;
            _last = -1;
        }

        _gaps[_inBlock] = (uint)(document - _last - 1);
        _last = document;
        var at = 0;
        for (var f = 0; f < _fields; f++)
        {
            _frequencies[f][_inBlock] = (uint)(_fields == 1 ? frequencies[f] - 1 : frequencies[f]);
            _blockImpacts[f].Add(frequencies[f], _lengths[f][document]);
            if (!_keepPositions)
                continue;
            for (int end = at + frequencies[f], before = 0; at < end; before = positions[at++])
                Positions.WriteVariable((uint)(positions[at] - before));
        }

        _count++;
        if (++_inBlock == BitPacking.Block)
            EndBlock();
    }

    /// <summary>The current term is complete; one without documents is left out.</summary>
    public void EndTerm(ReadOnlySpan<byte> term)
    {
        if (_count == 0)
            return;
        if (_inBlock > 0)
            EndBlock();
        TermBytes.Write(term);
        TermOffsets.Write(TermBytes.Length);
        Terms.Write((long)_count);
        Terms.Write(Postings.Length);
        Terms.Write(_positionsStart);
        foreach (var impacts in _termImpacts)
            impacts.Flush(Terms);
        if (_count > BitPacking.Block)
            _directory.CopyTo(Postings);
        _blocks.CopyTo(Postings);
        _directory.Clear();
        _blocks.Clear();
        _count = 0;
        TermCount++;
    }

    private void EndBlock()
    {
        _directory.Write(_last);
        _directory.Write((uint)_blocks.Length);
        _directory.Write((uint)(_blockPositions - _positionsStart));
        for (var f = 0; f < _fields; f++)
        {
            _termImpacts[f].Add(_blockImpacts[f]);
            _blockImpacts[f].Flush(_directory);
        }

        var gapWidth = BitPacking.Width(_gaps.AsSpan(0, _inBlock));
        _blocks.Write((byte)gapWidth);
        foreach (var frequencies in _frequencies)
            _blocks.Write((byte)BitPacking.Width(frequencies.AsSpan(0, _inBlock)));
        Pack(_gaps, gapWidth);
        foreach (var frequencies in _frequencies)
            Pack(frequencies, BitPacking.Width(frequencies.AsSpan(0, _inBlock)));
        _inBlock = 0;
    }

    private void Pack(uint[] values, int width)
    {
        BitPacking.Pack(values.AsSpan(0, _inBlock), width, _packed);
        _blocks.Write(_packed.AsSpan(0, BitPacking.Bytes(_inBlock, width)));
    }
}
