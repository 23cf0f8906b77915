namespace Bellwether.Learning.Embeddings;

/// <summary>A word near to something.</summary>
/// <param name="Word">The word.</param>
/// <param name="Cosine">How near, in [-1, 1].</param>
public readonly record struct SimilarWord(string Word, float Cosine);
