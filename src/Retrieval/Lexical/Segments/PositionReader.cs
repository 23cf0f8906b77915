namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Reads the positions of one term, document after document of a decoded block.</summary>
internal sealed unsafe class PositionReader(Segment segment, PostingsCursor cursor)
{
    private int _block = -1, _place;
    private long _at;

    /// <summary>Appends the positions of the document the cursor stands on, per field.</summary>
    /// <param name="fields">One list per field; cleared first.</param>
    public void Read(List<int>[] fields)
    {
        if (_block != cursor.CurrentBlock || _place > cursor.PlaceInBlock)
            (_block, _place, _at) = (cursor.CurrentBlock, 0, cursor.BlockPositions);
        for (; _place < cursor.PlaceInBlock; _place++)
            for (var f = 0; f < fields.Length; f++)
                Skip(cursor.BlockFrequencies(f)[_place]);
        for (var f = 0; f < fields.Length; f++)
        {
            fields[f].Clear();
            var position = 0;
            for (var left = cursor.Frequency(f); left > 0; left--)
                fields[f].Add(position += (int)Variable());
        }

        _place++;
    }

    private void Skip(uint numbers)
    {
        for (; numbers > 0; numbers--)
            Variable();
    }

    private uint Variable()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if (_at >= segment.PositionsLength)
                throw segment.Damaged(SegmentSection.Positions, "a list of positions is cut off");
            var next = segment.PositionsStart[_at++];
            value |= (next & 0x7Fu) << shift;
            if (next < 0x80)
                return value;
        }

        throw segment.Damaged(SegmentSection.Positions, "a position has more than 32 bits");
    }
}
