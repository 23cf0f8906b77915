namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Documents in which the words of a text follow each other in one field. Stop words that the analyzer left out match any word at their place.</summary>
/// <remarks>BM25 with the phrase as the term: its frequency is how often the phrase is there, its idf the sum of its terms' idf (as Lucene has it).</remarks>
/// <param name="Text">The text, analyzed like a document.</param>
public sealed record PhraseQuery(string Text) : LexicalQuery
{
    /// <summary>Only this field; any field by default.</summary>
    public string? Field { get; init; }
}
