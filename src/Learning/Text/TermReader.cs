using System.Buffers;
using Bellwether.Data.Text;

namespace Bellwether.Learning.Text;

/// <summary>Lists the terms of texts, one text after another, in memory that it uses again. Not safe to share between threads.</summary>
internal sealed class TermReader(TermRule rule)
{
    private readonly List<(int Start, int Length)> _terms = [];
    private readonly List<(int Start, int End)> _words = [];
    private readonly int _longest = Math.Max(rule.Shortest, rule.Longest);
    private char[] _text = new char[256];
    private int _length;

    /// <summary>How many terms the text has.</summary>
    public int Count => _terms.Count;

    /// <summary>A term; valid until the next text.</summary>
    public ReadOnlySpan<char> this[int term] => _text.AsSpan(_terms[term].Start, _terms[term].Length);

    /// <summary>Reads a text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        _terms.Clear();
        _words.Clear();
        _length = 0;
        if (rule.Unit == TermUnit.Word)
        {
            var sink = new Sink(this);
            rule.Words.Analyze(text, ref sink);
            for (var first = 0; first < _words.Count; first++)
                for (var last = first + rule.Shortest - 1; last < _words.Count && last - first < _longest; last++)
                    _terms.Add((_words[first].Start, _words[last].End - _words[first].Start));
            return;
        }

        var rented = ArrayPool<char>.Shared.Rent((text.Length * TextNormalizer.LongestGrowth) + 1);
        var length = Normalize(text, rented);
        if (rule.Unit == TermUnit.Character)
            Whole(rented.AsSpan(0, length));
        else
            Within(rented.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(rented);
    }

    private int Normalize(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var length = text.Length;
        if (rule.Words.FoldAccents)
            length = TextNormalizer.FoldAccents(text, buffer);
        else
            text.CopyTo(buffer);
        if (rule.Words.LowerCase)
            TextNormalizer.Lower(buffer[..length], buffer);
        return length;
    }

    /// <summary>Two or more white spaces count as one space.</summary>
    private void Whole(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && char.IsWhiteSpace(text[end]))
                end++;
            if (end - at > 1)
                Append(" ");
            else
                Append(text.Slice(at, 1));
            at = Math.Max(end, at + 1);
        }

        for (var size = rule.Shortest; size <= _longest; size++)
            Runs(0, _length, size);
    }

    private void Within(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            if (at == start)
                break;
            var from = _length;
            Append(" ");
            Append(text[start..at]);
            Append(" ");
            for (var size = rule.Shortest; size <= _longest; size++)
            {
                var before = _terms.Count;
                if (Runs(from, _length, size))
                    continue;
                if (_terms.Count == before)
                    _terms.Add((from, _length - from)); // a word shorter than the run counts once
                break;
            }
        }
    }

    /// <summary>The runs of so many characters; false where there is at most one. Surrogate pairs are one character.</summary>
    private bool Runs(int from, int to, int size)
    {
        var (end, characters) = (from, 0);
        while (end < to && characters < size)
        {
            end += Width(end, to);
            characters++;
        }

        if (characters < size)
            return false;
        var start = from;
        while (true)
        {
            _terms.Add((start, end - start));
            if (end >= to)
                return start > from;
            start += Width(start, to);
            end += Width(end, to);
        }
    }

    private int Width(int at, int to) => at + 1 < to && char.IsSurrogatePair(_text[at], _text[at + 1]) ? 2 : 1;

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_length + text.Length, _text.Length * 2));
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    private readonly struct Sink(TermReader reader) : ITermSink
    {
        public void Term(scoped ReadOnlySpan<char> term, int position, int start, int length)
        {
            if (reader._words.Count > 0)
                reader.Append(" ");
            reader._words.Add((reader._length, reader._length + term.Length));
            reader.Append(term);
        }
    }
}
