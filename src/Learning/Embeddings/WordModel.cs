namespace Bellwether.Learning.Embeddings;

/// <summary>What a word's vector is trained to foretell.</summary>
public enum WordModel
{
    /// <summary>Each neighbour from the word: better for rare words and small texts.</summary>
    SkipGram,

    /// <summary>The word from the mean of its neighbours: faster.</summary>
    Cbow,
}
