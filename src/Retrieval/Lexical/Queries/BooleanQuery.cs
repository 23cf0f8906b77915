namespace Bellwether.Retrieval.Lexical.Queries;

/// <summary>Combines queries. A document is found when it matches all of <see cref="Must"/> and <see cref="Filter"/>, none of <see cref="MustNot"/>, and, where there is neither Must nor
/// Filter, at least one of <see cref="Should"/>. Its score is the sum over Must and Should.</summary>
/// <remarks>With <see cref="MustNot"/> alone it finds all other documents, with score 0; with nothing at all it finds nothing.</remarks>
public sealed record BooleanQuery : LexicalQuery
{
    /// <summary>Required, scored.</summary>
    public IReadOnlyList<LexicalQuery> Must { get; init; } = [];

    /// <summary>Optional, scored.</summary>
    public IReadOnlyList<LexicalQuery> Should { get; init; } = [];

    /// <summary>Forbidden.</summary>
    public IReadOnlyList<LexicalQuery> MustNot { get; init; } = [];

    /// <summary>Required, not scored.</summary>
    public IReadOnlyList<LexicalQuery> Filter { get; init; } = [];
}
