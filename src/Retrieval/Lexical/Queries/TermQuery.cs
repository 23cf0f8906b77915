namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Documents with one term, ranked by BM25.</summary>
/// <param name="Term">The term as the analyzer writes it; it is not analyzed.</param>
public sealed record TermQuery(string Term) : LexicalQuery
{
    /// <summary>Only this field; all fields by default.</summary>
    public string? Field { get; init; }
}
