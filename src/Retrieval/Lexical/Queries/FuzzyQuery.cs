using Bellwether.Numerics;

namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Documents with a term that is close to one: at most so many characters inserted, deleted or replaced (Levenshtein; characters are code points).</summary>
/// <remarks>Every close term scores by BM25 times 1 - edits / (1 + the longer of the two lengths), with the idf of the most frequent of them, so that a rare misspelling does not win by being rare;
/// a document's terms add up. All close terms count, however many. They are found by walking the sorted terms with the rows of the distance table, skipping every
/// range whose common beginning is too far already.</remarks>
/// <param name="Term">The term as the analyzer writes it; it is not analyzed.</param>
public sealed record FuzzyQuery(string Term) : LexicalQuery
{
    /// <summary>Only this field; all fields by default.</summary>
    public string? Field { get; init; }

    /// <summary>The most edits, 0 to 2; 2 by default.</summary>
    public int MaxEdits { get; init => field = Require.InRange(value, 0, 2); } = 2;

    /// <summary>How many characters at the beginning must agree; 0 by default. One or two make it much faster.</summary>
    public int PrefixLength { get; init => field = Require.NotNegative(value); }
}
