using System.Text;
using System.Text.Unicode;
using Bellwether.Data.Text;

namespace Bellwether.Retrieval.Lexical.Segments;

/// <summary>Documents that wait in memory to become a segment: a log of their terms, which one counting sort turns into postings.</summary>
internal sealed class SegmentBuffer(LexicalOptions options)
{
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<int>[] _lengths = [.. options.Fields.Select(_ => new List<int>())];
    private readonly HashSet<int> _deleted = [];
    private readonly TermTable _terms = new();
    private int[] _term = new int[1 << 12], _place = new int[1 << 12], _position = new int[1 << 12];

    /// <summary>Documents added, deleted ones too.</summary>
    public int Documents => _keys.Count;

    /// <summary>Terms added.</summary>
    public int Terms { get; private set; }

    /// <summary>Analyzes and adds a document; an earlier one of its key is deleted.</summary>
    public void Add(LexicalDocument document)
    {
        Delete(document.Key);
        var (number, fields) = (_keys.Count, options.Fields.Count);
        for (var field = 0; field < fields; field++)
        {
            var (before, nextPosition) = (Terms, 0);
            foreach (var (name, text) in document.Texts)
            {
                if (name != options.Fields[field].Name)
                    continue;
                var sink = new Sink(this, (number * fields) + field, nextPosition);
                options.Analyzer.Analyze(text, ref sink);
                if (sink.Last >= 0)
                    nextPosition = sink.Last + 1 + LexicalDocument.PositionGap;
            }

            _lengths[field].Add(Terms - before);
        }

        _keys.Add(document.Key);
        _places[document.Key] = number;
    }

    /// <summary>Deletes a document that waits here; false where there is none.</summary>
    public bool Delete(string key) => _places.Remove(key, out var number) && _deleted.Add(number);

    /// <summary>The documents as a segment, without those deleted; null where none are left.</summary>
    public SegmentMemory? Build()
    {
        var map = new int[_keys.Count];
        var kept = new List<string>();
        for (var i = 0; i < map.Length; i++)
        {
            map[i] = _deleted.Contains(i) ? -1 : kept.Count;
            if (map[i] >= 0)
                kept.Add(_keys[i]);
        }

        if (kept.Count == 0)
            return null;
        var lengths = _lengths.Select(field => field.Where((_, i) => map[i] >= 0).ToArray()).ToArray();
        var encoder = new PostingsEncoder(lengths, options.Positions);
        Encode(encoder, map);
        return SegmentWriter.Write(kept, lengths, encoder, options.Positions);
    }

    private void Encode(PostingsEncoder encoder, int[] map)
    {
        // A stable counting sort by term: within a term the log's order is the order of documents, fields and positions.
        var ends = new int[_terms.Count + 1];
        for (var i = 0; i < Terms; i++)
            ends[_term[i] + 1]++;
        for (var t = 0; t < _terms.Count; t++)
            ends[t + 1] += ends[t];
        var (sorted, next) = (new int[Terms], ends.AsSpan(0, _terms.Count).ToArray());
        for (var i = 0; i < Terms; i++)
            sorted[next[_term[i]]++] = i;

        var fields = options.Fields.Count;
        var frequencies = new int[fields];
        var positions = new List<int>();
        foreach (var term in _terms.Sorted())
        {
            for (var i = ends[term]; i < ends[term + 1];)
            {
                var document = _place[sorted[i]] / fields;
                Array.Clear(frequencies);
                positions.Clear();
                for (; i < ends[term + 1] && _place[sorted[i]] / fields == document; i++)
                {
                    frequencies[_place[sorted[i]] % fields]++;
                    if (options.Positions)
                        positions.Add(_position[sorted[i]]);
                }

                if (map[document] >= 0)
                    encoder.Add(map[document], frequencies, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(positions));
            }

            encoder.EndTerm(_terms.Term(term));
        }
    }

    private void Append(ReadOnlySpan<byte> term, int place, int position)
    {
        if (Terms == _term.Length)
        {
            Array.Resize(ref _term, Terms * 2);
            Array.Resize(ref _place, Terms * 2);
            if (options.Positions)
                Array.Resize(ref _position, Terms * 2);
        }

        _term[Terms] = _terms.Number(term);
        _place[Terms] = place;
        if (options.Positions)
            _position[Terms] = position;
        Terms++;
    }

    private struct Sink(SegmentBuffer buffer, int place, int firstPosition) : ITermSink
    {
        public int Last { get; private set; } = -1;

        public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length)
        {
            Last = firstPosition + position;
            var room = Encoding.UTF8.GetMaxByteCount(term.Length);
            var bytes = room <= 1024 ? stackalloc byte[room] : new byte[room];
            Utf8.FromUtf16(term, bytes, out _, out var written);
            buffer.Append(bytes[..written], place, Last);
        }
    }
}
