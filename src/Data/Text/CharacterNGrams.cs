using Bellwether.Numerics;

namespace Bellwether.Data.Text;

/// <summary>The runs of n characters of a word: <c>foreach (var gram in new CharacterNGrams(word, 3, 5))</c>. Allocates nothing.</summary>
/// <remarks>Counts code points, so a surrogate pair is never divided. Order: by place, then by length. A word of m characters gives m - n + 1 runs of each n it has room for.</remarks>
public ref struct CharacterNGrams
{
    private readonly ReadOnlySpan<char> _word;
    private readonly int _shortest, _longest;
    private int _start, _end, _count;

    /// <summary>All runs of <paramref name="shortest"/> to <paramref name="longest"/> characters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, or the longest is below the shortest.</exception>
    public CharacterNGrams(ReadOnlySpan<char> word, int shortest, int longest)
    {
        _word = word;
        _shortest = Require.Positive(shortest);
        _longest = Require.InRange(longest, shortest, int.MaxValue);
    }

    /// <summary>The run found last.</summary>
    public readonly ReadOnlySpan<char> Current => _word[_start.._end];

    /// <summary>Itself.</summary>
    public readonly CharacterNGrams GetEnumerator() => this;

    /// <summary>Finds the next run; false at the end.</summary>
    public bool MoveNext()
    {
        while (_start < _word.Length)
        {
            while (_count < _longest && _end < _word.Length)
            {
                _end += Width(_end);
                if (++_count >= _shortest)
                    return true;
            }

            _start += Width(_start);
            (_end, _count) = (_start, 0);
        }

        return false;
    }

    private readonly int Width(int at) => char.IsHighSurrogate(_word[at]) && at + 1 < _word.Length && char.IsLowSurrogate(_word[at + 1]) ? 2 : 1;
}
