namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Joins neighbouring segments into one without their deleted documents: what building it from the live documents would have given.</summary>
internal static class SegmentMerger
{
    /// <summary>The joined segment; null where no document is live.</summary>
    public static SegmentMemory? Merge(IReadOnlyList<(Segment Segment, LiveDocuments Live)> parts, bool keepPositions)
    {
        var keys = new List<string>();
        var maps = new int[parts.Count][];
        var fields = parts[0].Segment.FieldCount;
        for (var p = 0; p < parts.Count; p++)
        {
            var (segment, live) = parts[p];
            maps[p] = new int[segment.DocumentCount];
            for (var d = 0; d < maps[p].Length; d++)
            {
                maps[p][d] = live.Contains(d) ? keys.Count : -1;
                if (maps[p][d] >= 0)
                    keys.Add(segment.KeyText(d));
            }
        }

        if (keys.Count == 0)
            return null;
        var lengths = new int[fields][];
        for (var f = 0; f < fields; f++)
            lengths[f] = Lengths(parts, maps, f, keys.Count);
        var encoder = new PostingsEncoder(lengths, keepPositions);
        MergeTerms([.. parts.Select(p => p.Segment)], maps, encoder, keepPositions);
        return SegmentWriter.Write(keys, lengths, encoder, keepPositions);
    }

    private static unsafe int[] Lengths(IReadOnlyList<(Segment Segment, LiveDocuments Live)> parts, int[][] maps, int field, int count)
    {
        var lengths = new int[count];
        for (var p = 0; p < parts.Count; p++)
        {
            var from = parts[p].Segment.Lengths(field);
            for (var d = 0; d < maps[p].Length; d++)
                if (maps[p][d] >= 0)
                    lengths[maps[p][d]] = (int)from[d];
        }

        return lengths;
    }

    private static void MergeTerms(Segment[] segments, int[][] maps, PostingsEncoder encoder, bool keepPositions)
    {
        var next = new int[segments.Length];
        var (cursor, frequencies) = (new PostingsCursor(), new int[segments[0].FieldCount]);
        var lists = frequencies.Select(_ => new List<int>()).ToArray();
        var positions = new List<int>();
        while (true)
        {
            var first = -1;
            for (var s = 0; s < segments.Length; s++)
                if (next[s] < segments[s].TermCount && (first < 0 || segments[s].Term(next[s]).SequenceCompareTo(segments[first].Term(next[first])) < 0))
                    first = s;
            if (first < 0)
                return;
            var term = segments[first].Term(next[first]);
            for (var s = first; s < segments.Length; s++)
            {
                if (next[s] >= segments[s].TermCount || !segments[s].Term(next[s]).SequenceEqual(term))
                    continue;
                cursor.Reset(segments[s], segments[s].Entry(next[s]++));
                var reader = new PositionReader(segments[s], cursor);
                for (; cursor.Document != PostingsCursor.End; cursor.Next())
                {
                    if (maps[s][cursor.Document] < 0)
                        continue;
                    for (var f = 0; f < frequencies.Length; f++)
                        frequencies[f] = (int)cursor.Frequency(f);
                    positions.Clear();
                    if (keepPositions)
                    {
                        reader.Read(lists);
                        foreach (var list in lists)
                            positions.AddRange(list);
                    }

                    encoder.Add(maps[s][cursor.Document], frequencies, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(positions));
                }
            }

            encoder.EndTerm(term);
        }
    }
}
