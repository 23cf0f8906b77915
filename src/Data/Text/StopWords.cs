using System.Collections.Frozen;

namespace Bellwether.Data.Text;

/// <summary>A set of words that carry little meaning. Immutable.</summary>
public sealed class StopWords
{
    private readonly FrozenSet<string> _words;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>The set of these words, which must be as the analyzer writes them before stemming: lower-case, without accents where it folds them.</summary>
    public StopWords(IEnumerable<string> words)
    {
        _words = words.ToFrozenSet(StringComparer.Ordinal);
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>No words.</summary>
    public static StopWords None { get; } = new([]);

    /// <summary>The 33 English words that Lucene's <c>EnglishAnalyzer</c> leaves out.</summary>
    public static StopWords English { get; } = new(
    [
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or", "such", "that", "the", "their", "then",
        "there", "these", "they", "this", "to", "was", "will", "with",
    ]);

    /// <summary>How many there are.</summary>
    public int Count => _words.Count;

    /// <summary>The words, sorted by their code units.</summary>
    public IEnumerable<string> Words => _words.Order(StringComparer.Ordinal);

    /// <summary>Whether the word is one of them. Allocates nothing.</summary>
    public bool Contains(ReadOnlySpan<char> word) => _lookup.Contains(word);
}
