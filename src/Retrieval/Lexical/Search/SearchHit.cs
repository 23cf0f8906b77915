namespace Bellwether.Retrieval.Lexical.Search;

/// <summary>A document that was found.</summary>
/// <param name="Document">Its number in the snapshot that was searched; <see cref="LexicalSnapshot.Key"/> gives its key.</param>
/// <param name="Score">Its score, 0 or more; higher is better.</param>
public readonly record struct SearchHit(int Document, double Score);
