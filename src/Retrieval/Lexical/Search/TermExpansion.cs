using System.Text;
using Bellwether.Retrieval.Lexical.Segments;

namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>Finds the terms of a segment that are close to a term.</summary>
/// <remarks>The terms are sorted, so that neighbours share beginnings: a row of the Levenshtein table (Wagner and Fischer, 1974) is kept per character of the beginning, and where a whole row is above
/// the limit, every term with that beginning is leapt over. The walk is that of a trie, without one.</remarks>
internal sealed class TermExpansion(string term, int maxEdits, int prefixLength)
{
    private readonly int[] _target = [.. term.EnumerateRunes().Select(r => r.Value)];
    private readonly List<int[]> _rows = [];
    private readonly List<int> _word = [];

    /// <summary>Hands over the number of every close term and how many edits it is away, in the order of the terms.</summary>
    public void Find(Segment segment, Action<int, int> found)
    {
        _rows.Clear();
        _word.Clear();
        _rows.Add([.. Enumerable.Range(0, _target.Length + 1)]);
        var prefix = Encoding.UTF8.GetBytes(string.Concat(_target.Take(prefixLength).Select(r => new Rune(r))));
        var next = segment.LowerBound(prefix);
        while (next < segment.TermCount && segment.Term(next).StartsWith(prefix))
        {
            var tooFar = Walk(segment.Term(next));
            if (tooFar < 0)
            {
                if (_rows[^1][^1] <= maxEdits && _word.Count >= Math.Min(prefixLength, _target.Length))
                    found(next, _rows[^1][^1]);
                next++;
            }
            else
            {
                next = After(segment, next, tooFar);
            }
        }
    }

    /// <summary>The distance rows of a term; returns how many of its bytes are too far already, -1 where none are.</summary>
    private int Walk(ReadOnlySpan<byte> bytes)
    {
        var (at, depth) = (0, 0);
        while (at < bytes.Length)
        {
            Rune.DecodeFromUtf8(bytes[at..], out var rune, out var length);
            at += length;
            if (depth >= _word.Count || _word[depth] != rune.Value)
            {
                _word.RemoveRange(depth, _word.Count - depth);
                _rows.RemoveRange(depth + 1, _rows.Count - depth - 1);
                _word.Add(rune.Value);
                _rows.Add(Row(_rows[depth], rune.Value));
            }

            depth++;
            if (_rows[depth].Min() > maxEdits)
                return at;
        }

        _word.RemoveRange(depth, _word.Count - depth);
        _rows.RemoveRange(depth + 1, _rows.Count - depth - 1);
        return -1;
    }

    private int[] Row(int[] above, int rune)
    {
        var row = new int[above.Length];
        row[0] = above[0] + 1;
        for (var i = 1; i < row.Length; i++)
            row[i] = Math.Min(Math.Min(row[i - 1], above[i]) + 1, above[i - 1] + (_target[i - 1] == rune ? 0 : 1));
        return row;
    }

    /// <summary>The first term after all those that begin with the first <paramref name="length"/> bytes of one.</summary>
    private static int After(Segment segment, int number, int length)
    {
        var beginning = segment.Term(number)[..length];
        var (low, high) = (number + 1, segment.TermCount);
        for (var step = 1; low < high && segment.Term(Math.Min(low + step, high - 1)).StartsWith(beginning); step *= 2)
            low = Math.Min(low + step, high - 1) + 1;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var text = segment.Term(middle);
            if (text.StartsWith(beginning) || text.SequenceCompareTo(beginning) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
