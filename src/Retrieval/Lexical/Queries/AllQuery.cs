namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Every document, each with the score <see cref="LexicalQuery.Boost"/>.</summary>
public sealed record AllQuery : LexicalQuery;
