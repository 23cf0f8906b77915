namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Documents with a term that begins so; every one scores <see cref="LexicalQuery.Boost"/>. Finds all such terms, however many.</summary>
/// <param name="Prefix">The beginning as the analyzer writes terms; it is not analyzed. Empty: every document that has a term.</param>
public sealed record PrefixQuery(string Prefix) : LexicalQuery
{
    /// <summary>Only this field; all fields by default.</summary>
    public string? Field { get; init; }
}
