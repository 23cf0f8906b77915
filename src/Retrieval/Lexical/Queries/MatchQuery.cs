namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Documents with the words of a text, ranked by BM25: what a user typed into a search box. Any text is allowed; nothing in it is syntax. A word that comes twice counts
/// twice. A text without terms (empty, stop words alone) finds nothing.</summary>
/// <param name="Text">The text, analyzed like a document.</param>
public sealed record MatchQuery(string Text) : LexicalQuery
{
    /// <summary>Only this field; all fields by default.</summary>
    public string? Field { get; init; }

    /// <summary>Whether a document must have every word; one is enough by default.</summary>
    public bool RequireAll { get; init; }
}
